// SPDX-License-Identifier: Apache-2.0
import { earlierTurns } from "@outlay-test/conformance";
import type { CallInput, Surface, Variant } from "@outlay-test/conformance";
import { expect } from "vitest";

import { connect } from "../load-sdk.ts";
import type { Client, Sdk } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, ERRORS, GENERATION_USAGE, TRAITS, editedRequest } from "./common.ts";

type Body = Parameters<Client["chat"]>[0];

const MODEL = "llama3.2";
const TOOL = {
  type: "function",
  function: {
    name: "lookup",
    description: "Looks a city up",
    parameters: { type: "object", required: [], properties: {} },
  },
};

/** `chat` of one build. */
export function chatSurface(sdk: () => Sdk): Surface {
  return {
    name: "chat",
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
    responseAttributes: { "gen_ai.response.model": MODEL, "gen_ai.response.finish_reasons": ["stop"] },
    usage: GENERATION_USAGE,
    patched: () => ({ prototype: sdk().Ollama.prototype, method: "chat" }),
    create: (provider, input) => connect(sdk(), provider).chat({ ...bodyOf(input), stream: false }),
    stream: (provider, input) => connect(sdk(), provider).chat({ ...bodyOf(input), stream: true }),
    streamWays: [],
    errorClass: () => undefined,
    edited: editedRequest,
    errors: ERRORS,
    traits: TRAITS,
    content: (prompt, answer) => ({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "stop" },
      ],
    }),
    prompts: "in the body",
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["stop"] },
    images: true,
    variants: variants(sdk),
  };
}

function bodyOf(input: CallInput): Body {
  const images = input.image === true ? { images: [new Uint8Array([137, 80, 78, 71])] } : {};
  return {
    model: MODEL,
    messages: [
      ...earlierTurns(input, "assistant").map(({ role, text: content }) => ({ role, content })),
      { role: "user", content: input.prompt, ...images },
    ],
    options: { temperature: 0.2, top_p: 0.9, top_k: 40, num_predict: 500, seed: 7, stop: ["\n\n"] },
    ...(input.tools === true ? { tools: [TOOL] } : {}),
  };
}

function variants(sdk: () => Sdk): Variant[] {
  const tokens = { "gen_ai.usage.input_tokens": 1200, "gen_ai.usage.output_tokens": 90 };
  const one = { "gen_ai.operation.name": "chat", ...tokens, "outlay.usage.status": "reported" };
  return [
    {
      name: "a client of a class derived from the SDK's",
      run: async (provider, input) => {
        class Mine extends sdk().Ollama {}
        const { message } = await new Mine({ host: provider.ollamaHost }).chat({ ...bodyOf(input), stream: false });
        expect(message.role).toBe("assistant");
      },
      spans: [one],
    },
    {
      name: "a request whose format is a schema",
      run: (provider, input) =>
        connect(sdk(), provider).chat({ ...bodyOf(input), stream: false, format: { type: "object" } }),
      spans: [{ ...one, "gen_ai.output.type": "json" }],
    },
  ];
}
