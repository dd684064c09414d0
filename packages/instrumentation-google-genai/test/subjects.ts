// SPDX-License-Identifier: Apache-2.0
import { isSince } from "@outlay-test/conformance";
import type { Subject } from "@outlay-test/conformance";

import { VERSIONS, loadSdk } from "./load-sdk.ts";
import type { Format, Sdk } from "./load-sdk.ts";
import { embeddingsSurface } from "./surfaces/embeddings.ts";
import { generateSurface } from "./surfaces/generate.ts";
import { interactionsSurface } from "./surfaces/interactions.ts";

/** Each version in one format. The CommonJS build of 1.0 has the ending of a module, and nobody can load it. */
export function subjectsOf(format: Format): Subject[] {
  return VERSIONS.filter(({ number }) => format === "ESM" || number !== "1.0.0").map(({ name, number }) => {
    let sdk: Sdk | undefined;
    const version = {
      number,
      sdk() {
        if (sdk === undefined) throw new Error(`${name} has not been loaded`);
        return sdk;
      },
    };
    return {
      name: `@google/genai ${number}, ${format}`,
      load: async () => {
        sdk = await loadSdk(name, format);
      },
      surfaces: [
        generateSurface(version),
        embeddingsSurface(version),
        ...(isSince(number, "1.52") ? [interactionsSurface(version)] : []),
      ],
    };
  });
}
