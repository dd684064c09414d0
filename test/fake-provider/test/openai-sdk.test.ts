// SPDX-License-Identifier: Apache-2.0
import OpenAI, { AzureOpenAI, BedrockOpenAI } from "openai";
import OpenAI4 from "openai-4";
import OpenAI5 from "openai-5";
import OpenAI6 from "openai-6";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { manualClock, startFakeProvider, type FakeProvider } from "../src/index.ts";
import { collect } from "./collect.ts";

let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider({ now: manualClock().now });
});
afterEach(() => provider.close());

// The majors' types differ in places these tests do not touch; the newest stands for all.
const SDKS = { 4: OpenAI4, 5: OpenAI5, 6: OpenAI6, 7: OpenAI } as unknown as Record<number, typeof OpenAI>;
const HELLO = [{ role: "user" as const, content: "hello there" }];

describe.each(Object.entries(SDKS))("openai %s", (major, Sdk) => {
  const connect = (): OpenAI => new Sdk({ apiKey: "test", baseURL: provider.openaiBaseUrl, maxRetries: 0 });

  test("reads a chat completion with usage and the request id", async () => {
    const completion = await connect().chat.completions.create({ model: "gpt-5-mini", messages: HELLO });

    expect(completion).toMatchObject({
      id: "chatcmpl-00000000000000000000000000001",
      object: "chat.completion",
      model: "gpt-5-mini-2025-08-07",
      service_tier: "default",
      choices: [{ index: 0, message: { role: "assistant", content: "Echo: hello there" }, finish_reason: "stop" }],
      usage: { completion_tokens: 5, prompt_tokens_details: { cached_tokens: 0 } },
    });
    expect(completion._request_id).toBe("req_00000000000000000000000000000001");
  });

  test("streams a chat completion whose last chunk has usage and no choices", async () => {
    const stream = await connect().chat.completions.create({
      model: "gpt-5-mini",
      messages: HELLO,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);

    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe("Echo: hello there");
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 5 } });
  });

  test("gets no usage in a stream that did not ask for it", async () => {
    const stream = await connect().chat.completions.create({ model: "gpt-5-mini", messages: HELLO, stream: true });
    const chunks = await collect(stream);

    expect(chunks.some((chunk) => "usage" in chunk)).toBe(false);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
  });

  test("gives as many choices as were asked for, and bills them all", async () => {
    const { choices, usage } = await connect().chat.completions.create({ model: "gpt-5", messages: HELLO, n: 3 });

    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(usage?.completion_tokens).toBe(15);
  });

  test("runs tools to the end of the script", async () => {
    provider.enqueue({ toolCalls: [{ name: "add", arguments: { a: 2, b: 3 } }] }, { text: "It is 5." });
    const add = ({ a, b }: { a: number; b: number }): number => a + b;
    const client = connect();
    const completions = major === "4" ? (client as unknown as OpenAI4).beta.chat.completions : client.chat.completions;
    const runner = (completions as OpenAI["chat"]["completions"]).runTools({
      model: "gpt-5-mini",
      messages: HELLO,
      tools: [
        {
          type: "function",
          function: { name: "add", parse: JSON.parse, function: add, parameters: {}, description: "" },
        },
      ],
    });

    expect(await runner.finalContent()).toBe("It is 5.");
    expect(provider.remainingSteps).toEqual([]);
    expect(provider.requests[1]?.json()["messages"]).toMatchObject([
      {},
      { role: "assistant" },
      { role: "tool", content: "5" },
    ]);
  });

  test("assembles streamed tool calls with the stream helper", async () => {
    provider.enqueue({
      toolCalls: [
        { name: "add", arguments: { a: 2, b: 3 } },
        { name: "now", arguments: {} },
      ],
    });
    const client = connect();
    const completions = major === "4" ? (client as unknown as OpenAI4).beta.chat.completions : client.chat.completions;
    const stream = (completions as OpenAI["chat"]["completions"]).stream({ model: "gpt-5", messages: HELLO });
    const final = await stream.finalChatCompletion();

    expect(final.choices[0]?.message.tool_calls).toMatchObject([
      { function: { name: "add", arguments: '{"a":2,"b":3}' } },
      { function: { name: "now", arguments: "{}" } },
    ]);
  });

  test("reads a response with reasoning, a hosted search and a function call", async () => {
    provider.enqueue({
      text: "Found it.",
      reasoning: "let me look",
      reasoningTokens: 40,
      serverToolCalls: [{ name: "web_search", input: { query: "it" } }],
      toolCalls: [{ name: "open", arguments: { page: 1 } }],
    });
    const response = await connect().responses.create({ model: "gpt-5", input: "find it" });

    expect(response.output_text).toBe("Found it.");
    expect(response.output.map((item) => item.type)).toEqual([
      "reasoning",
      "web_search_call",
      "message",
      "function_call",
    ]);
    expect(response.usage).toMatchObject({
      output_tokens_details: { reasoning_tokens: 40 },
      total_tokens: expect.any(Number),
    });
  });

  test("streams a response from created to completed", async () => {
    provider.enqueue({
      text: "one two",
      reasoning: "hm",
      chunks: 2,
      toolCalls: [{ name: "open", arguments: { page: 1 } }],
    });
    const stream = await connect().responses.create({ model: "gpt-5", input: "go", stream: true });
    const events = await collect(stream);

    expect(events.map((event) => event.type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.reasoning_summary_part.added",
      "response.reasoning_summary_text.delta",
      "response.reasoning_summary_text.done",
      "response.reasoning_summary_part.done",
      "response.output_item.done",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.output_item.added",
      "response.function_call_arguments.delta",
      "response.function_call_arguments.delta",
      "response.function_call_arguments.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.at(-1)).toMatchObject({
      response: { status: "completed", usage: { output_tokens: expect.any(Number) } },
    });
  });

  test("assembles a response with the stream helper", async () => {
    const stream = connect().responses.stream({ model: "gpt-5", input: "go on" });

    expect((await stream.finalResponse()).output).toMatchObject([{ content: [{ text: "Echo: go on" }] }]);
  });

  test("reads text completions, whole and streamed", async () => {
    const client = connect();
    const whole = await client.completions.create({ model: "gpt-3.5-turbo-instruct", prompt: "once upon" });
    const stream = await client.completions.create({
      model: "gpt-3.5-turbo-instruct",
      prompt: "once upon",
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);

    expect(whole).toMatchObject({
      choices: [{ text: "Echo: once upon", finish_reason: "stop" }],
      usage: { completion_tokens: 4 },
    });
    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? "").join("")).toBe("Echo: once upon");
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 4 } });
  });

  test("reads embeddings in the encoding the SDK asks for", async () => {
    const { data, usage } = await connect().embeddings.create({
      model: "text-embedding-3-small",
      input: ["a", "b", "a"],
    });

    expect(data[0]?.embedding).toHaveLength(8);
    expect(data[2]?.embedding).toEqual(data[0]?.embedding);
    expect(data[1]?.embedding).not.toEqual(data[0]?.embedding);
    expect(usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
  });
});

describe("openai 7 alone", () => {
  const connect = (): OpenAI => new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl, maxRetries: 0 });

  test("retrieves a stored response, also as a stream from an event on", async () => {
    const client = connect();
    const created = await client.responses.create({ model: "gpt-5", input: "keep me" });
    const stream = await client.responses.retrieve(created.id, { stream: true, starting_after: 1 });
    const events = await collect(stream);

    expect(await client.responses.retrieve(created.id)).toMatchObject({ id: created.id, output_text: "Echo: keep me" });
    expect(events[0]).toMatchObject({ type: "response.output_item.added", sequence_number: 2 });
    expect(events.at(-1)?.type).toBe("response.completed");
  });

  test("answers a background response as queued, and whole when it is retrieved", async () => {
    const client = connect();
    const queued = await client.responses.create({ model: "gpt-5", input: "later", background: true });

    expect(queued).toMatchObject({ status: "queued", usage: null });
    expect(await client.responses.retrieve(queued.id)).toMatchObject({
      status: "completed",
      usage: { output_tokens: 3 },
    });
  });

  test("fails a response by script, at the end of its stream too", async () => {
    const failed = { status: "failed", error: { code: "server_error", message: "as scripted" } };
    provider.enqueue({ fields: failed }, { fields: failed });
    const stream = await connect().responses.create({ model: "gpt-5", input: "go", stream: true });
    const events = await collect(stream);

    expect(await connect().responses.create({ model: "gpt-5", input: "go" })).toMatchObject(failed);
    expect(events.at(-1)).toMatchObject({ type: "response.failed", response: failed });
  });

  test("serves the beta resource on the same path", async () => {
    const response = await connect().beta.responses.create({ model: "gpt-5", input: "go" });

    expect(response).toMatchObject({ object: "response", usage: { output_tokens: 2 } });
    expect(provider.requests[0]?.query.get("beta")).toBe("true");
  });

  test("counts the earlier turns of a conversation that is continued by id", async () => {
    const client = connect();
    const first = await client.responses.create({ model: "gpt-5", input: "x".repeat(400) });
    const second = await client.responses.create({ model: "gpt-5", input: "more", previous_response_id: first.id });

    expect(second.usage?.input_tokens).toBeGreaterThan((first.usage?.input_tokens ?? 0) + 1);
  });

  test("compacts a conversation with usage", async () => {
    const compacted = await connect().responses.compact({ model: "gpt-5", input: "a long story" });

    expect(compacted).toMatchObject({
      object: "response.compaction",
      output: [{ role: "user" }, { type: "compaction" }],
    });
    expect(compacted.usage.input_tokens).toBeGreaterThan(0);
  });

  test("serves Azure deployments, with filter verdicts and only with an api-version", async () => {
    const azure = new AzureOpenAI({
      apiKey: "test",
      endpoint: provider.url,
      apiVersion: "2024-10-21",
      deployment: "my-gpt",
    });
    provider.enqueue({ model: "gpt-4o-2024-11-20" });
    const completion = await azure.chat.completions.create({ model: "", messages: HELLO });
    const withoutVersion = await fetch(`${provider.url}/openai/deployments/my-gpt/chat/completions`, {
      method: "POST",
      body: "{}",
    });

    expect(completion).toMatchObject({ model: "gpt-4o-2024-11-20", prompt_filter_results: [{ prompt_index: 0 }] });
    expect(provider.requests[0]).toMatchObject({ path: "/openai/deployments/my-gpt/chat/completions" });
    expect(provider.requests[0]?.query.get("api-version")).toBe("2024-10-21");
    expect(withoutVersion.status).toBe(404);
  });

  test.each([
    {
      path: "/openai/responses",
      client: () => new AzureOpenAI({ apiKey: "k", endpoint: provider.url, apiVersion: "2025-04-01-preview" }),
    },
    {
      path: "/openai/v1/responses",
      client: () => new BedrockOpenAI({ apiKey: "k", baseURL: `${provider.url}/openai/v1` }),
    },
  ])("serves responses on $path", async ({ path, client }) => {
    expect(await client().responses.create({ model: "gpt-5", input: "go" })).toMatchObject({ status: "completed" });
    expect(provider.requests[0]?.path).toBe(path);
  });
});
