// SPDX-License-Identifier: Apache-2.0
import type { Surface } from "@outlay-test/conformance";

import { CLIENT_ATTRIBUTES, ERRORS, connect, optionsOf } from "./common.ts";
import type { Version } from "./common.ts";

const MODEL = "text-embedding-3-small";

/** `embeddings` of one version. */
export function embeddingsSurface(version: Version): Surface {
  return {
    name: "embeddings",
    lesser: true,
    spanName: `embeddings ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "embeddings",
      "gen_ai.request.model": MODEL,
      "gen_ai.embeddings.dimension.count": 4,
    },
    responseAttributes: { "gen_ai.response.model": MODEL },
    usage: {
      wire: { prompt_tokens: 9, total_tokens: 9 },
      attributes: { "gen_ai.usage.input_tokens": 9, "outlay.usage.uncached_input_tokens": 9 },
    },
    patched: () => ({ prototype: version.sdk().OpenAI.Embeddings.prototype, method: "create" }),
    create: (provider, input) =>
      connect(version, provider, input).embeddings.create(
        { model: MODEL, input: input.prompt, dimensions: 4 },
        optionsOf(input),
      ),
    errors: ERRORS,
    errorClass: () => version.sdk().OpenAI.OpenAIError,
  };
}
