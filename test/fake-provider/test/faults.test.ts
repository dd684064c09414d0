// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { manualClock, startFakeProvider, type FakeProvider, type Fault, type Step } from "../src/index.ts";
import { collect } from "./collect.ts";

let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider({ now: manualClock().now });
});
afterEach(() => provider.close());

const messages = [{ role: "user" as const, content: "hello there" }];
const CHAT = { model: "gpt-5", messages };
const MESSAGE = { model: "claude-haiku-4-5", max_tokens: 100, messages };

const openai = (maxRetries = 0): OpenAI =>
  new OpenAI({ apiKey: "k", baseURL: provider.openaiBaseUrl, logLevel: "off", maxRetries });
const anthropic = (maxRetries = 0): Anthropic =>
  new Anthropic({ apiKey: "k", baseURL: provider.anthropicBaseUrl, logLevel: "off", maxRetries });

const VENDORS = [
  {
    vendor: "OpenAI chat",
    once: () => openai().chat.completions.create(CHAT),
    stream: () =>
      openai()
        .chat.completions.create({ ...CHAT, stream: true })
        .then(collect),
  },
  {
    vendor: "OpenAI responses",
    once: () => openai().responses.create({ model: "gpt-5", input: "hello" }),
    stream: () => openai().responses.create({ model: "gpt-5", input: "hello", stream: true }).then(collect),
  },
  {
    vendor: "Anthropic messages",
    once: () => anthropic().messages.create(MESSAGE),
    stream: () =>
      anthropic()
        .messages.create({ ...MESSAGE, stream: true })
        .then(collect),
  },
];

describe.each(VENDORS)("$vendor", ({ once, stream }) => {
  test.each([400, 401, 404, 429, 500, 529])("fails with the vendor's error for status %i", async (status) => {
    provider.enqueue({ fault: { kind: "status", status, message: "as scripted" } });

    await expect(once()).rejects.toMatchObject({ status, message: expect.stringContaining("as scripted") });
  });

  test.each<{ title: string; step: Step }>([
    { title: "a reset before the response", step: { fault: { kind: "reset" } } },
    { title: "a JSON body cut in the middle", step: { fault: { kind: "malformed-json" } } },
    {
      title: "an HTML page from a proxy",
      step: { fault: { kind: "body", status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" } },
    },
  ])("fails for $title", async ({ step }) => {
    provider.enqueue(step);

    await expect(once()).rejects.toThrow();
  });

  test.each<{ title: string; step: Step }>([
    { title: "a reset", step: { fault: { kind: "reset", afterEvents: 3 } } },
    { title: "the vendor's error event", step: { fault: { kind: "stream-error", afterEvents: 3 } } },
    { title: "an event that is not JSON", step: { fault: { kind: "malformed-json", afterEvents: 3 } } },
  ])("fails midway through a stream for $title", async ({ step }) => {
    provider.enqueue(step);

    await expect(stream()).rejects.toThrow();
  });

  test("ends early when the stream is truncated", async () => {
    provider.enqueue({}, { fault: { kind: "truncate", afterEvents: 3 } });
    const whole = await stream();
    const cut = await stream();

    expect(cut.length).toBeGreaterThan(0);
    expect(cut.length).toBeLessThan(whole.length);
  });

  test("takes unknown fields and events as they come", async () => {
    const extra = { fields: { brand_new: { a: 1 } }, events: [{ event: "brand.new", data: { type: "brand.new" } }] };
    provider.enqueue(extra, extra);

    expect(await once()).toMatchObject({ brand_new: { a: 1 } });
    expect((await stream()).length).toBeGreaterThan(0);
  });
});

test("a body by script arrives with its own content type and the vendor's headers", async () => {
  provider.enqueue({ fault: { kind: "body", contentType: "text/plain", body: "hello" } });
  const response = await openai().chat.completions.create(CHAT).asResponse();

  expect(response.headers.get("content-type")).toBe("text/plain");
  expect(response.headers.get("x-request-id")).toMatch(/^req_/);
  expect(await response.text()).toBe("hello");
});

test.each<{ fault: Fault }>([
  { fault: { kind: "reset", afterEvents: 3 } },
  { fault: { kind: "stream-error", afterEvents: 3 } },
  { fault: { kind: "malformed-json", afterEvents: 3 } },
])("exactly the events before it arrive when a stream fails with $fault.kind", async ({ fault }) => {
  provider.enqueue({ text: "one two three four", fault });
  const seen: unknown[] = [];
  const read = async (): Promise<void> => {
    for await (const chunk of await openai().chat.completions.create({ ...CHAT, stream: true })) seen.push(chunk);
  };

  await expect(read()).rejects.toThrow();
  expect(seen).toHaveLength(3);
});

describe("usage by script", () => {
  test("is left out of bodies and streams", async () => {
    provider.enqueue({ usage: "omit" }, { usage: "omit" }, { usage: "omit" });
    const stream_options = { include_usage: true };
    const chunks = await collect(await openai().chat.completions.create({ ...CHAT, stream: true, stream_options }));

    expect(await openai().chat.completions.create(CHAT)).not.toHaveProperty("usage");
    expect(await anthropic().messages.create(MESSAGE)).not.toHaveProperty("usage");
    expect(chunks.every((chunk) => chunk.usage === null)).toBe(true);
  });

  test("may be absurd: negative, infinite, not a number, null", async () => {
    const absurd = {
      prompt_tokens: -5,
      completion_tokens: Infinity,
      total_tokens: "many",
      prompt_tokens_details: null,
    };
    provider.enqueue({ usage: absurd });

    expect((await openai().chat.completions.create(CHAT)).usage).toMatchObject(absurd);
  });

  test("reaches both ends of an Anthropic stream", async () => {
    provider.enqueue({
      usage: { input_tokens: 7, output_tokens: 9, cache_creation: { ephemeral_1h_input_tokens: 3 } },
    });
    const { usage } = await anthropic().messages.stream(MESSAGE).finalMessage();

    expect(usage).toMatchObject({
      input_tokens: 7,
      output_tokens: 9,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 3 },
    });
  });
});

describe("retries and holds", () => {
  test("the SDKs retry after the time the header names, with a growing count", async () => {
    provider.enqueue(
      { fault: { kind: "status", status: 429, retryAfterSeconds: 0, retryAfterMs: 1 } },
      { text: "at last" },
    );
    const completion = await openai(2).chat.completions.create(CHAT);

    expect(completion.choices[0]?.message.content).toBe("at last");
    expect(provider.requests.map(({ headers }) => headers["x-stainless-retry-count"])).toEqual(["0", "1"]);
  });

  test("a stalled request answers when it is released", async () => {
    provider.enqueue({ text: "held", fault: { kind: "stall" } });
    const held = anthropic().messages.create(MESSAGE);
    await provider.waitForRequests(1);
    provider.release();

    expect((await held).content).toMatchObject([{ text: "held" }]);
    expect(await provider.requests[0]?.outcome).toBe("answered");
  });

  test("a stalled request that the client gives up is recorded as aborted", async () => {
    provider.enqueue({ fault: { kind: "stall" } });
    const abort = new AbortController();
    const held = anthropic().messages.create(MESSAGE, { signal: abort.signal });
    await provider.waitForRequests(1);
    abort.abort();

    await expect(held).rejects.toThrow("aborted");
    expect(await provider.requests[0]?.outcome).toBe("aborted");
  });

  test("a paused stream gives what came before, and the rest after the release", async () => {
    provider.enqueue({ text: "one two", chunks: 2, fault: { kind: "pause", afterEvents: 2 } });
    const stream = await openai().chat.completions.create({ ...CHAT, stream: true });
    const iterator = stream[Symbol.asyncIterator]();
    const first = await iterator.next();
    const second = await iterator.next();
    provider.release();
    const third = await iterator.next();

    const texts = [first, second, third].map(
      ({ value }) => (value as OpenAI.ChatCompletionChunk).choices[0]?.delta.content,
    );
    expect(texts).toEqual(["", "one", " two"]);
  });

  test("a stream paused before its first event has answered with its headers", async () => {
    provider.enqueue({ fault: { kind: "pause", afterEvents: 0 } });
    const response = await openai()
      .chat.completions.create({ ...CHAT, stream: true })
      .asResponse();
    provider.release();

    expect(await response.text()).toContain("[DONE]");
  });

  test("breaking out of a stream closes the connection", async () => {
    provider.enqueue({ fault: { kind: "pause", afterEvents: 2 } });
    const stream = await openai().chat.completions.create({ ...CHAT, stream: true });
    for await (const _chunk of stream) break;

    expect(await provider.requests[0]?.outcome).toBe("aborted");
  });
});

describe("the script", () => {
  test("gives a step with conditions to the request it is for", async () => {
    provider.enqueue(
      { text: "for claude", when: { path: "/v1/messages" } },
      { text: "for five", when: { model: "gpt-5" } },
      { text: "for the word", when: { contains: "magic" } },
    );
    const [four, five] = await Promise.all([
      openai().chat.completions.create({ model: "gpt-4o", messages }),
      openai().chat.completions.create(CHAT),
    ]);
    const claude = await anthropic().messages.create(MESSAGE);

    expect(four.choices[0]?.message.content).toBe("Echo: hello there");
    expect(five.choices[0]?.message.content).toBe("for five");
    expect(claude.content).toMatchObject([{ text: "for claude" }]);
    expect(provider.remainingSteps).toMatchObject([{ text: "for the word" }]);
  });

  test("cuts the answer at the request's token limit and says so", async () => {
    provider.enqueue({ text: "abcdefghijkl" }, { text: "abcdefghijkl" }, { text: "abcdefghijkl" });
    const chat = await openai().chat.completions.create({ ...CHAT, max_completion_tokens: 2 });
    const response = await openai().responses.create({ model: "gpt-5", input: "x", max_output_tokens: 2 });
    const message = await anthropic().messages.create({ ...MESSAGE, max_tokens: 2 });

    expect(chat).toMatchObject({
      choices: [{ finish_reason: "length", message: { content: "abcdefgh" } }],
      usage: { completion_tokens: 2 },
    });
    expect(response).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output_text: "abcdefgh",
    });
    expect(message).toMatchObject({
      stop_reason: "max_tokens",
      content: [{ text: "abcdefgh" }],
      usage: { output_tokens: 2 },
    });
  });

  test("gives the same bytes for the same requests", async () => {
    const run = async (): Promise<string[]> => {
      await using fresh = await startFakeProvider({ now: manualClock().now });
      const post = (path: string, body: object): Promise<Response> =>
        fetch(fresh.url + path, { method: "POST", body: JSON.stringify(body) });
      const responses = [
        await post("/v1/chat/completions", { ...CHAT, stream: true }),
        await post("/v1/messages", MESSAGE),
      ];
      return Promise.all(responses.map((response) => response.text()));
    };

    expect(await run()).toEqual(await run());
  });

  test("starts over when it is cleared", async () => {
    await anthropic().messages.create(MESSAGE);
    provider.enqueue({ text: "never asked for" });
    provider.clear();
    expect([provider.requests, provider.remainingSteps]).toEqual([[], []]);

    await anthropic().messages.create(MESSAGE);
    await provider.waitForRequests(1);
    expect(provider.requests).toMatchObject([{ index: 0 }]);
  });

  test("forgets the oldest requests above the number to be kept", async () => {
    await using small = await startFakeProvider({ maxRecordedRequests: 2 });
    for (const path of ["/a", "/b", "/c"]) await fetch(small.url + path);

    expect(small.requests.map(({ path }) => path)).toEqual(["/b", "/c"]);
  });

  test("records the bytes and headers of every request", async () => {
    const body = '{"model":"gpt-5",  "messages":[]}';
    await fetch(`${provider.openaiBaseUrl}/chat/completions?a=1`, {
      method: "POST",
      headers: { "X-Mixed": "Case" },
      body,
    });

    expect(provider.requests[0]).toMatchObject({
      index: 0,
      method: "POST",
      path: "/v1/chat/completions",
      model: "gpt-5",
    });
    expect(provider.requests[0]?.body.toString()).toBe(body);
    expect(provider.requests[0]?.headers["x-mixed"]).toBe("Case");
  });

  test.each([
    { path: "/v1/chat/completions", names: ["x-request-id", "openai-processing-ms", "x-ratelimit-remaining-tokens"] },
    { path: "/v1/messages", names: ["request-id", "anthropic-ratelimit-input-tokens-remaining"] },
    { path: "/openai/deployments/d/chat/completions?api-version=1", names: ["apim-request-id", "x-ms-region"] },
    { path: "/model/anthropic.claude-haiku-4-5/invoke", names: ["x-amzn-requestid"] },
  ])("sends the vendor's headers on $path", async ({ path, names }) => {
    const body = JSON.stringify({ ...MESSAGE, model: "any" });
    const { headers, status } = await fetch(provider.url + path, { method: "POST", body });

    expect(status).toBe(200);
    expect(names.filter((name) => !headers.get(name))).toEqual([]);
  });

  test("answers 404 to a path that no vendor has, and 400 to a body that no vendor takes", async () => {
    const unknown = await fetch(`${provider.url}/v9/nothing`, { method: "POST", body: "{}" });
    const empty = await fetch(`${provider.url}/v1/messages`, { method: "POST", body: "not json" });

    expect(unknown.status).toBe(404);
    expect(empty.status).toBe(400);
    expect(await empty.json()).toMatchObject({ type: "error", error: { type: "invalid_request_error" } });
  });
});
