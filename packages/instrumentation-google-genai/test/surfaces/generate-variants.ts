// SPDX-License-Identifier: Apache-2.0
import type { Variant } from "@outlay-test/conformance";
import type { FakeProvider, Step } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import type { Client } from "../load-sdk.ts";
import { connect } from "./common.ts";
import type { Version } from "./common.ts";

const MODEL = "gemini-2.5-flash";
const CALLS_A_TOOL: Step = {
  toolCalls: [{ name: "lookup", arguments: { city: "Paris" } }],
  usage: { promptTokenCount: 100, candidatesTokenCount: 10, totalTokenCount: 110 },
};
const ANSWERS: Step = {
  text: "It is sunny.",
  usage: { promptTokenCount: 130, candidatesTokenCount: 20, totalTokenCount: 150 },
};
const FIRST = { "gen_ai.usage.input_tokens": 100, "gen_ai.usage.output_tokens": 10 };
const SECOND = { "gen_ai.usage.input_tokens": 130, "gen_ai.usage.output_tokens": 20 };

/** Helpers that end in `generateContent()`, and Vertex AI. */
export function variantsOf(version: Version): Variant[] {
  const client = (provider: FakeProvider): Client => connect(version, provider);
  const streamed = { "gen_ai.request.stream": true };
  return [
    {
      name: "a function that the SDK calls by itself: a call for each request",
      script: [CALLS_A_TOOL, ANSWERS],
      run: async (provider, { prompt }) => {
        const { text } = await client(provider).models.generateContent({
          model: MODEL,
          contents: prompt,
          config: { tools: [weatherTool()] },
        });
        expect(text).toBe("It is sunny.");
      },
      spans: [FIRST, SECOND],
    },
    {
      name: "a function that the SDK calls by itself as it streams",
      script: [CALLS_A_TOOL, ANSWERS],
      run: async (provider, { prompt }) => {
        const stream = await client(provider).models.generateContentStream({
          model: MODEL,
          contents: prompt,
          config: { tools: [weatherTool()] },
        });
        for await (const _ of stream);
      },
      spans: [
        { ...FIRST, ...streamed },
        { ...SECOND, ...streamed },
      ],
    },
    {
      name: "a chat",
      script: [ANSWERS, ANSWERS],
      run: async (provider, { prompt }) => {
        const chat = client(provider).chats.create({ model: MODEL });
        await chat.sendMessage({ message: prompt });
        for await (const _ of await chat.sendMessageStream({ message: prompt }));
        expect(chat.getHistory().length).toBeGreaterThanOrEqual(4);
      },
      spans: [
        { ...SECOND, "gen_ai.request.stream": undefined },
        { ...SECOND, ...streamed },
      ],
    },
    {
      name: "Vertex AI, whose kind of traffic is its tier",
      script: [{ ...ANSWERS, serviceTier: "ON_DEMAND_PRIORITY" }],
      run: (provider, { prompt }) =>
        connect(version, provider, true).models.generateContent({ model: MODEL, contents: prompt }),
      spans: [
        { ...SECOND, "gen_ai.provider.name": "gcp.vertex_ai", "outlay.response.service_tier": "ON_DEMAND_PRIORITY" },
      ],
    },
  ];
}

function weatherTool(): NonNullable<
  NonNullable<Parameters<Client["models"]["generateContent"]>[0]["config"]>["tools"]
>[number] {
  return {
    tool: () =>
      Promise.resolve({ functionDeclarations: [{ name: "lookup", parametersJsonSchema: { type: "object" } }] }),
    callTool: (calls) =>
      Promise.resolve(calls.map(({ name = "" }) => ({ functionResponse: { name, response: { weather: "sunny" } } }))),
  };
}
