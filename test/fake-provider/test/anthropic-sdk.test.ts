// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import Anthropic0 from "anthropic-0";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { manualClock, startFakeProvider, type FakeProvider } from "../src/index.ts";
import { collect } from "./collect.ts";

let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider({ now: manualClock().now });
});
afterEach(() => provider.close());

const SDKS = { "0.137": Anthropic0, "1.12": Anthropic } as unknown as Record<string, typeof Anthropic>;
const HELLO = {
  model: "claude-haiku-4-5",
  max_tokens: 1000,
  messages: [{ role: "user" as const, content: "hello there" }],
};

describe.each(Object.entries(SDKS))("@anthropic-ai/sdk %s", (_version, Sdk) => {
  const connect = (): Anthropic => new Sdk({ apiKey: "test", baseURL: provider.anthropicBaseUrl, maxRetries: 0 });

  test("reads a message with usage and the request id", async () => {
    const message = await connect().messages.create(HELLO);

    expect(message).toMatchObject({
      id: "msg_01000000000000000000000001",
      model: "claude-haiku-4-5-20251001",
      content: [{ type: "text", text: "Echo: hello there" }],
      stop_reason: "end_turn",
      usage: {
        input_tokens: 3,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens: 5,
        service_tier: "standard",
      },
    });
    expect(message._request_id).toBe("req_011C000000000000000000000001");
  });

  test("streams a message from start to stop, with a placeholder and then the total of output tokens", async () => {
    provider.enqueue({ text: "one two", chunks: 2 });
    const stream = await connect().messages.create({ ...HELLO, stream: true });
    const events = await collect(stream);

    expect(events.map((event) => event.type)).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(events[0]).toMatchObject({ message: { content: [], usage: { input_tokens: 3, output_tokens: 1 } } });
    expect(events.at(-2)).toMatchObject({ delta: { stop_reason: "end_turn" }, usage: { output_tokens: 2 } });
    expect(events.at(-2)).not.toHaveProperty("usage.cache_creation");
  });

  test("assembles thinking, server tools and tool calls with the stream helper", async () => {
    const step = {
      reasoning: "let me see",
      text: "Here.",
      serverToolCalls: [{ name: "web_search", input: { query: "x" } }],
      toolCalls: [{ name: "open", arguments: { page: 1 } }],
    } as const;
    provider.enqueue(step, step);
    const client = connect();
    const whole = await client.messages.create(HELLO);
    const streamed = await client.messages.stream(HELLO).finalMessage();

    expect(streamed.content.map((block) => block.type)).toEqual([
      "thinking",
      "server_tool_use",
      "web_search_tool_result",
      "text",
      "tool_use",
    ]);
    expect(streamed.content.at(-1)).toMatchObject({ name: "open", input: { page: 1 } });
    expect(streamed.stop_reason).toBe("tool_use");
    expect(streamed.usage).toEqual(whole.usage);
    expect(streamed.usage).toMatchObject({
      output_tokens_details: { thinking_tokens: 3 },
      server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 },
    });
  });

  test("reads a beta message with its iterations, whole and streamed", async () => {
    const iterations = [
      {
        type: "compaction",
        input_tokens: 900,
        output_tokens: 100,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 0,
      },
      { type: "message", model: "claude-haiku-4-5", input_tokens: 3, output_tokens: 5 },
    ];
    provider.enqueue({ usage: { iterations } }, { usage: { iterations } });
    const client = connect();
    const whole = await client.beta.messages.create(HELLO);
    const streamed = await client.beta.messages.stream(HELLO).finalMessage();

    expect(whole.usage.iterations).toEqual(iterations);
    expect(streamed.usage.iterations).toEqual(iterations);
  });

  test("runs tools to the end of the script", async () => {
    provider.enqueue({ toolCalls: [{ name: "add", arguments: { a: 2, b: 3 } }] }, { text: "It is 5." });
    const runner = connect().beta.messages.toolRunner({
      ...HELLO,
      tools: [
        {
          name: "add",
          input_schema: { type: "object" },
          run: (input: unknown) => {
            const { a, b } = input as { a: number; b: number };
            return String(a + b);
          },
          parse: (input: unknown) => input,
        },
      ],
    });

    expect((await runner.runUntilDone()).content).toMatchObject([{ type: "text", text: "It is 5." }]);
    expect(provider.remainingSteps).toEqual([]);
  });

  test("counts tokens without taking a step of the script", async () => {
    provider.enqueue({ text: "later" });

    expect(await connect().messages.countTokens({ model: HELLO.model, messages: HELLO.messages })).toMatchObject({
      input_tokens: 3,
    });
    expect(provider.remainingSteps).toHaveLength(1);
  });
});
