// SPDX-License-Identifier: Apache-2.0
import type { Subject } from "@outlay-test/conformance";

import { loadSdk } from "./load-sdk.ts";
import type { Format, Sdk } from "./load-sdk.ts";
import { agentsSurface, fimSurface } from "./surfaces/completions.ts";
import { chatSurface } from "./surfaces/chat.ts";
import { conversationsSurface } from "./surfaces/conversations.ts";
import { embeddingsSurface } from "./surfaces/embeddings.ts";

/** Versions tested, by the name they have in devDependencies: the newest of each major, and the oldest supported. */
export const VERSIONS = [
  { name: "mistral-1-10", number: "1.10.0" },
  { name: "mistral-1", number: "1.15.1" },
  { name: "@mistralai/mistralai", number: "2.7.0" },
] as const;

/** Each version, as it can be loaded in a format: by `import` all of them, by `require` those that are CommonJS. */
export function subjectsOf(format: Format): Subject[] {
  const loadable = VERSIONS.filter(({ number }) => format === "ESM" || number.startsWith("1."));
  return loadable.map(({ name, number }) => {
    let sdk: Sdk | undefined;
    const version = {
      number,
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
        agentsSurface(version),
        fimSurface(version),
        embeddingsSurface(version),
        conversationsSurface(version),
      ],
    };
  });
}
