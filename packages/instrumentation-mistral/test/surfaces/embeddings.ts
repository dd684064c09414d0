// SPDX-License-Identifier: Apache-2.0
import type { Surface } from "@outlay-test/conformance";

import { CLIENT_ATTRIBUTES, ERRORS, RESPONSE_ID, traitsOf, connect, optionsOf } from "./common.ts";
import type { Version } from "./common.ts";

const MODEL = "mistral-embed";

/** `embeddings` of one version. */
export function embeddingsSurface(version: Version): Surface {
  return {
    lesser: true,
    name: "embeddings",
    spanName: `embeddings ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "embeddings",
      "gen_ai.request.model": MODEL,
    },
    responseAttributes: { "gen_ai.response.id": RESPONSE_ID, "gen_ai.response.model": MODEL },
    usage: {
      wire: { prompt_tokens: 320, completion_tokens: 0, total_tokens: 320 },
      attributes: {
        "gen_ai.usage.input_tokens": 320,
        "gen_ai.usage.output_tokens": 0,
        "gen_ai.usage.cache_read.input_tokens": 0,
        "outlay.usage.uncached_input_tokens": 320,
      },
    },
    patched: () => ({
      prototype: Object.getPrototypeOf(new (version.sdk().Mistral)({ apiKey: "test" }).embeddings) as object,
      method: "create",
    }),
    create: (provider, input) =>
      connect(version, provider).embeddings.create({ model: MODEL, inputs: [input.prompt] }, optionsOf(input)),
    errorClass: () => Error,
    errors: ERRORS,
    traits: traitsOf(version),
  };
}
