// SPDX-License-Identifier: Apache-2.0
import { earlierTurns, editedBody } from "@outlay-test/conformance";
import type { CallInput, Surface, Variant } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";
import { z } from "zod";

import type { Client } from "../load-sdk.ts";
import {
  CLIENT_ATTRIBUTES,
  COMPLETION_USAGE,
  ERRORS,
  IMAGE,
  RESPONSE_ID,
  STREAM_WAYS,
  traitsOf,
  connect,
  optionsOf,
} from "./common.ts";
import type { Version } from "./common.ts";

type Chat = Client["chat"];
type Body = Parameters<Chat["complete"]>[0];

const MODEL = "mistral-medium-2508";
const TOOL = {
  type: "function",
  function: { name: "lookup", description: "Looks a city up", parameters: { type: "object", properties: {} } },
} as const;

/** `chat` of one version. */
export function chatSurface(version: Version): Surface {
  const chat = (provider: FakeProvider): Chat => connect(version, provider).chat;
  return {
    name: "chat",
    spanName: `chat ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": MODEL,
      "gen_ai.request.temperature": 0.2,
      "gen_ai.request.top_p": 0.9,
      "gen_ai.request.max_tokens": 500,
      "gen_ai.request.seed": 7,
    },
    responseAttributes: {
      "gen_ai.response.id": RESPONSE_ID,
      "gen_ai.response.model": MODEL,
      "gen_ai.response.finish_reasons": ["stop"],
    },
    usage: COMPLETION_USAGE,
    patched: () => ({ prototype: Object.getPrototypeOf(clientOf(version).chat) as object, method: "complete" }),
    create: (provider, input) => chat(provider).complete(bodyOf(input), optionsOf(input)),
    stream: (provider, input) => chat(provider).stream(bodyOf(input), optionsOf(input)),
    streamWays: STREAM_WAYS,
    errorClass: () => Error,
    edited: editedBody("max_tokens"),
    errors: ERRORS,
    traits: traitsOf(version),
    content: (prompt, answer) => ({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "stop" },
      ],
    }),
    prompts: "in the body",
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool_calls"] },
    images: true,
    variants: variants(chat),
  };
}

function clientOf(version: Version): Client {
  return new (version.sdk().Mistral)({ apiKey: "test" });
}

function bodyOf(input: CallInput): Body {
  const text = { type: "text", text: input.prompt } as const;
  const content = input.image === true ? [text, { type: "image_url", imageUrl: IMAGE } as const] : input.prompt;
  return {
    model: MODEL,
    messages: [
      ...earlierTurns(input, "assistant").map(({ role, text: content }) => ({ role, content })),
      { role: "user", content },
    ],
    temperature: 0.2,
    topP: 0.9,
    maxTokens: 500,
    randomSeed: 7,
    ...(input.tools === true ? { tools: [TOOL] } : {}),
  };
}

function variants(chat: (provider: FakeProvider) => Chat): Variant[] {
  const tokens = { "gen_ai.usage.input_tokens": 1200, "gen_ai.usage.output_tokens": 90 };
  const one = { "gen_ai.operation.name": "chat", ...tokens, "outlay.usage.status": "reported" };
  const parsed = { ...one, "outlay.request.helper": "parse", "gen_ai.output.type": "json" };
  const script = [{ text: '{"city":"Paris"}', usage: COMPLETION_USAGE.wire }];
  const format = z.object({ city: z.string() });
  const formatted = (input: CallInput): Parameters<Chat["parse"]>[0] => ({ ...bodyOf(input), responseFormat: format });
  return [
    {
      name: "parse()",
      script,
      run: async (provider, input) => {
        const { choices } = await chat(provider).parse(formatted(input));
        expect(choices?.[0]?.message?.content).toContain("Paris");
      },
      spans: [parsed],
    },
    {
      name: "parseStream()",
      script,
      run: async (provider, input) => {
        for await (const event of await chat(provider).parseStream(formatted(input)))
          expect(event.data.id).toBeTypeOf("string");
      },
      spans: [{ ...parsed, "gen_ai.request.stream": true }],
    },
    {
      name: "a stream read by its reader",
      run: async (provider, input) => {
        const reader = (await chat(provider).stream(bodyOf(input))).getReader();
        while (!(await reader.read()).done);
      },
      spans: [{ ...one, "gen_ai.request.stream": true }],
    },
    {
      name: "a call to another server than the client's",
      run: (provider, input) =>
        chat(provider).complete(bodyOf(input), {
          serverURL: provider.mistralServerUrl.replace("127.0.0.1", "localhost"),
        }),
      spans: [{ ...one, "server.address": "127.0.0.1" }],
    },
  ];
}
