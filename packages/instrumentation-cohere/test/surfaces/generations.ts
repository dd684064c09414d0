// SPDX-License-Identifier: Apache-2.0
import { editedBody } from "@outlay-test/conformance";
import type { CallInput, Surface } from "@outlay-test/conformance";

import { connectV1, optionsOf } from "../load-sdk.ts";
import type { ClientV1, Sdk } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, ERRORS, GENERATION_USAGE, RESPONSE_ID, STREAM_WAYS, TRAITS, errorsOf } from "./common.ts";

type ChatBody = Parameters<ClientV1["chat"]>[0];
type GenerateBody = Parameters<ClientV1["generate"]>[0];

const MODEL = "command-r-08-2024";

const SHARED = { lesser: true, errors: ERRORS, traits: TRAITS, usage: GENERATION_USAGE } as const;

/** `chat` of the API's first version. */
export function chatV1Surface(sdk: () => Sdk, name: string): Surface {
  const bodyOf = (input: CallInput): ChatBody => ({ model: MODEL, message: input.prompt, p: 0.9, temperature: 0.2 });
  return {
    ...SHARED,
    name: "chat",
    spanName: `chat ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": MODEL,
      "gen_ai.request.temperature": 0.2,
      "gen_ai.request.top_p": 0.9,
    },
    responseAttributes: { "gen_ai.response.id": RESPONSE_ID, "gen_ai.response.finish_reasons": ["COMPLETE"] },
    patched: () => ({ prototype: prototypeOf(sdk()), method: "chat" }),
    create: (provider, input) => connectV1(sdk(), provider).chat(bodyOf(input), optionsOf(input)),
    stream: (provider, input): PromiseLike<AsyncIterable<unknown>> =>
      connectV1(sdk(), provider).chatStream(bodyOf(input), optionsOf(input)),
    errors: errorsOf(name),
    streamWays: STREAM_WAYS,
    errorClass: () => undefined,
    edited: editedBody("max_tokens"),
  };
}

/** `generate` of the API's first version. Its streams tell no usage: they are tested beside. */
export function generateSurface(sdk: () => Sdk): Surface {
  const bodyOf = (input: CallInput): GenerateBody => ({ model: MODEL, prompt: input.prompt, endSequences: ["."] });
  return {
    ...SHARED,
    name: "generate",
    spanName: `text_completion ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "text_completion",
      "gen_ai.request.model": MODEL,
    },
    responseAttributes: { "gen_ai.response.id": RESPONSE_ID, "gen_ai.response.finish_reasons": ["COMPLETE"] },
    patched: () => ({ prototype: prototypeOf(sdk()), method: "generate" }),
    create: (provider, input) => connectV1(sdk(), provider).generate(bodyOf(input), optionsOf(input)),
  };
}

/** The class that declares the methods: clients are of one derived from it. */
function prototypeOf({ CohereClient }: Sdk): object {
  return Object.getPrototypeOf(CohereClient.prototype) as object;
}
