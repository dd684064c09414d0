// SPDX-License-Identifier: Apache-2.0
import { earlierTurns, editedBody } from "@outlay-test/conformance";
import type { CallInput, Surface, Variant } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import { connectV1, connectV2, optionsOf } from "../load-sdk.ts";
import type { ClientV2, Sdk } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, GENERATION_USAGE, RESPONSE_ID, STREAM_WAYS, TRAITS, errorsOf } from "./common.ts";

type Body = Parameters<ClientV2["chat"]>[0];

const MODEL = "command-a-03-2025";
const IMAGE = "data:image/png;base64,iVBORw0KGgo=";
const TOOL = {
  type: "function",
  function: { name: "lookup", description: "Looks a city up", parameters: { type: "object", properties: {} } },
} as const;

/** `chat` of the API's second version. */
export function chatSurface(sdk: () => Sdk, name: string): Surface {
  return {
    name: "v2.chat",
    spanName: `chat ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": MODEL,
      "gen_ai.request.temperature": 0.2,
      "gen_ai.request.top_p": 0.9,
      "gen_ai.request.top_k": 40,
      "gen_ai.request.max_tokens": 500,
      "gen_ai.request.seed": 7,
      "gen_ai.request.stop_sequences": ["\n\n"],
    },
    responseAttributes: { "gen_ai.response.id": RESPONSE_ID, "gen_ai.response.finish_reasons": ["COMPLETE"] },
    usage: GENERATION_USAGE,
    patched: () => ({
      prototype: Object.getPrototypeOf(new (sdk().CohereClient)({ token: "test" }).v2) as object,
      method: "chat",
    }),
    create: (provider, input) => connectV2(sdk(), provider).chat(bodyOf(input), optionsOf(input)),
    stream: (provider, input): PromiseLike<AsyncIterable<unknown>> =>
      connectV2(sdk(), provider).chatStream(bodyOf(input), optionsOf(input)),
    streamWays: STREAM_WAYS,
    errorClass: () => undefined,
    edited: editedBody("max_tokens"),
    errors: errorsOf(name),
    traits: TRAITS,
    content: (prompt, answer) => ({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "COMPLETE" },
      ],
    }),
    prompts: "in the body",
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["TOOL_CALL"] },
    images: true,
    variants: variants(sdk),
  };
}

function bodyOf(input: CallInput): Body {
  const text = { type: "text", text: input.prompt } as const;
  const content =
    input.image === true ? [text, { type: "image_url", imageUrl: { url: IMAGE } } as const] : input.prompt;
  return {
    model: MODEL,
    messages: [
      ...earlierTurns(input, "assistant").map(({ role, text: content }) => ({ role, content })),
      { role: "user", content },
    ],
    temperature: 0.2,
    p: 0.9,
    k: 40,
    maxTokens: 500,
    seed: 7,
    stopSequences: ["\n\n"],
    ...(input.tools === true ? { tools: [TOOL] } : {}),
  };
}

function variants(sdk: () => Sdk): Variant[] {
  const client = (provider: FakeProvider): ClientV2 => connectV2(sdk(), provider);
  const one = {
    "gen_ai.operation.name": "chat",
    "gen_ai.usage.input_tokens": 1200,
    "gen_ai.usage.output_tokens": 90,
    "outlay.usage.status": "reported",
  };
  return [
    {
      name: "a call through the client of the first version",
      run: (provider, input) => connectV1(sdk(), provider).v2.chat(bodyOf(input), optionsOf(input)),
      spans: [one],
    },
    {
      name: "an answer taken with its raw response, where the SDK gives one",
      run: async (provider, input) => {
        const promise = client(provider).chat(bodyOf(input), optionsOf(input));
        const hasRaw = Reflect.has(promise, "withRawResponse");
        const answer = hasRaw ? (await promise.withRawResponse()).data : await promise;
        expect(answer.usage?.billedUnits?.inputTokens).toBe(1200);
      },
      spans: [one],
    },
    {
      name: "a promise that is waited for three times",
      run: async (provider, input) => {
        const promise = client(provider).chat(bodyOf(input), optionsOf(input));
        const answers = await Promise.all([
          promise,
          promise.then((answer) => answer),
          promise.finally(() => undefined),
        ]);
        expect(new Set(answers).size).toBe(1);
      },
      spans: [one],
    },
  ];
}
