// SPDX-License-Identifier: Apache-2.0
import type { Surface } from "@outlay-test/conformance";

import { connect } from "../load-sdk.ts";
import type { Sdk } from "../load-sdk.ts";

const MODEL = "BAAI/bge-base-en-v1.5";

/** `embeddings` of one version. */
export function embeddingsSurface(sdk: () => Sdk): Surface {
  return {
    name: "embeddings",
    lesser: true,
    spanName: `embeddings ${MODEL}`,
    requestAttributes: {
      "gen_ai.provider.name": "together_ai",
      "server.address": "127.0.0.1",
      "gen_ai.operation.name": "embeddings",
      "gen_ai.request.model": MODEL,
    },
    responseAttributes: { "gen_ai.response.model": MODEL },
    usage: {
      wire: { prompt_tokens: 9, total_tokens: 9 },
      attributes: { "gen_ai.usage.input_tokens": 9, "outlay.usage.uncached_input_tokens": 9 },
    },
    patched: () => ({ prototype: sdk().Together.Embeddings.prototype, method: "create" }),
    create: (provider, { prompt, ...input }) =>
      connect(sdk(), provider, input).embeddings.create({ model: MODEL, input: prompt }),
    errors: {
      badRequest: "invalid_request_error",
      rateLimited: "rate_limit_exceeded",
      serverError: "server_error",
      connection: "APIConnectionError",
    },
  };
}
