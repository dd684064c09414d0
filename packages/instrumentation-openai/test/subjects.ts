// SPDX-License-Identifier: Apache-2.0
import type { Subject } from "@outlay-test/conformance";

import { loadSdk } from "./load-sdk.ts";
import type { Format, Sdk } from "./load-sdk.ts";
import { chatSurface } from "./surfaces/chat.ts";
import { completionsSurface } from "./surfaces/completions.ts";
import { embeddingsSurface } from "./surfaces/embeddings.ts";
import { responsesSurface } from "./surfaces/responses.ts";

/** Versions tested, by the name they have in devDependencies: the newest of each major, and the oldest supported. */
export const VERSIONS = [
  { name: "openai-4-oldest", number: "4.19.0" },
  { name: "openai-4", number: "4.104.0" },
  { name: "openai-5", number: "5.23.2" },
  { name: "openai-6", number: "6.49.0" },
  { name: "openai", number: "7.57.0" },
] as const;

/** One build of each version. */
export function subjectsOf(format: Format): Subject[] {
  return VERSIONS.map(({ name, number }) => {
    let sdk: Sdk | undefined;
    const version = {
      since: (other: string) => number.localeCompare(other, "en", { numeric: true }) >= 0,
      sdk() {
        if (sdk === undefined) throw new Error(`${name} has not been loaded`);
        return sdk;
      },
    };
    return {
      name: `${name}, ${format}`,
      load: async () => {
        sdk = await loadSdk(name, format);
      },
      surfaces: [
        chatSurface(version),
        ...(version.since("4.87") ? [responsesSurface(version)] : []),
        completionsSurface(version),
        embeddingsSurface(version),
      ],
    };
  });
}
