// SPDX-License-Identifier: Apache-2.0
import { isSince } from "@outlay-test/conformance";
import type { Surface } from "@outlay-test/conformance";

import { CLIENT_ATTRIBUTES, TRAITS, connect, errorsOf, optionsOf } from "./common.ts";
import type { Version } from "./common.ts";

const MODEL = "text-embedding-005";

/** `models.embedContent()` of one version, of Vertex AI: Gemini's API tells tokens to the newest SDKs only. */
export function embeddingsSurface(version: Version): Surface {
  return {
    lesser: true,
    name: "embedContent",
    spanName: `embeddings ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.provider.name": "gcp.vertex_ai",
      "gen_ai.operation.name": "embeddings",
      "gen_ai.request.model": MODEL,
      "gen_ai.embeddings.dimension.count": 8,
    },
    responseAttributes: {},
    usage: {
      wire: { token_count: 320 },
      attributes: { "gen_ai.usage.input_tokens": 320, "outlay.usage.uncached_input_tokens": 320 },
    },
    patched: () => ({
      prototype: version.sdk().Models.prototype,
      method: isSince(version.number, "1.52") ? "embedContentInternal" : "embedContent",
    }),
    create: (provider, input) =>
      connect(version, provider, true).models.embedContent({
        model: MODEL,
        contents: input.prompt,
        config: { outputDimensionality: 8, ...optionsOf(input) },
      }),
    errors: errorsOf(version),
    traits: TRAITS,
  };
}
