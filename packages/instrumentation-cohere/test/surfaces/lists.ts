// SPDX-License-Identifier: Apache-2.0
import type { CallInput, Surface } from "@outlay-test/conformance";

import { connectV2, optionsOf } from "../load-sdk.ts";
import type { ClientV2, Sdk } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, ERRORS, RESPONSE_ID, TRAITS } from "./common.ts";

type EmbedBody = Parameters<ClientV2["embed"]>[0];

const SHARED = { lesser: true, errors: ERRORS, traits: TRAITS } as const;

/** `embed` of the API's second version. */
export function embedSurface(sdk: () => Sdk): Surface {
  const model = "embed-v4.0";
  const bodyOf = (input: CallInput): EmbedBody => ({
    model,
    texts: [input.prompt],
    inputType: "search_document",
    embeddingTypes: ["float"],
  });
  return {
    ...SHARED,
    name: "v2.embed",
    spanName: `embeddings ${model}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "embeddings",
      "gen_ai.request.model": model,
      "gen_ai.request.encoding_formats": ["float"],
    },
    responseAttributes: { "gen_ai.response.id": RESPONSE_ID },
    usage: {
      wire: { billed_units: { input_tokens: 320 } },
      attributes: { "gen_ai.usage.input_tokens": 320, "outlay.usage.uncached_input_tokens": 320 },
    },
    errorClass: () => undefined,
    patched: () => ({ prototype: prototypeOf(sdk()), method: "embed" }),
    create: (provider, input) => connectV2(sdk(), provider).embed(bodyOf(input), optionsOf(input)),
  };
}

/** `rerank` of the API's second version, which is billed by the search. */
export function rerankSurface(sdk: () => Sdk): Surface {
  const model = "rerank-v3.5";
  return {
    ...SHARED,
    name: "v2.rerank",
    spanName: `rerank ${model}`,
    requestAttributes: { ...CLIENT_ATTRIBUTES, "gen_ai.operation.name": "rerank", "gen_ai.request.model": model },
    responseAttributes: { "gen_ai.response.id": RESPONSE_ID },
    usage: { wire: { billed_units: { search_units: 3 } }, attributes: {} },
    patched: () => ({ prototype: prototypeOf(sdk()), method: "rerank" }),
    create: (provider, input) =>
      connectV2(sdk(), provider).rerank({ model, query: input.prompt, documents: ["Paris", "Rome"] }, optionsOf(input)),
  };
}

function prototypeOf({ CohereClient }: Sdk): object {
  return Object.getPrototypeOf(new CohereClient({ token: "test" }).v2) as object;
}
