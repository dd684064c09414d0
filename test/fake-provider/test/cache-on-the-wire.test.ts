// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { manualClock, startFakeProvider, type FakeProvider } from "../src/index.ts";

let provider: FakeProvider;
const clock = manualClock();
beforeEach(async () => {
  provider = await startFakeProvider({ now: clock.now });
});
afterEach(() => provider.close());

const LONG = "x".repeat(5000 * 4);

describe("Anthropic usage", () => {
  const ask = (extra: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}): Promise<Anthropic.Usage> => {
    const client = new Anthropic({ apiKey: "k", baseURL: provider.anthropicBaseUrl, maxRetries: 0 });
    const messages = [{ role: "user" as const, content: "why?" }];
    return client.messages
      .create({ model: "claude-sonnet-4-6", max_tokens: 9, messages, ...extra })
      .then(({ usage }) => usage);
  };
  const system = (ttl?: "5m" | "1h"): Anthropic.TextBlockParam[] => [
    { type: "text", text: LONG, cache_control: { type: "ephemeral", ...(ttl ? { ttl } : {}) } },
  ];

  test("reports a write with its lifetime, then a read", async () => {
    expect(await ask({ system: system("1h") })).toMatchObject({
      input_tokens: 1,
      cache_creation_input_tokens: 5000,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 5000 },
    });
    expect(await ask({ system: system("1h") })).toMatchObject({
      input_tokens: 1,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 5000,
    });
  });

  test("caches nothing below the model's minimum", async () => {
    const short: Anthropic.TextBlockParam[] = [
      { type: "text", text: LONG.slice(0, 4000), cache_control: { type: "ephemeral" } },
    ];

    expect(await ask({ system: short })).toMatchObject({ input_tokens: 1001, cache_creation_input_tokens: 0 });
  });

  test("puts a breakpoint on the last block when the request asks for automatic caching", async () => {
    expect(await ask({ system: LONG, cache_control: { type: "ephemeral" } })).toMatchObject({
      input_tokens: 0,
      cache_creation_input_tokens: 5001,
    });
  });

  test.each([
    { change: { tool_choice: { type: "any" as const } }, read: 5003, written: 1 },
    { change: { tools: [{ name: "b", input_schema: { type: "object" as const } }] }, read: 0, written: 5013 },
  ])("invalidates what the API says a change of $change invalidates", async ({ change, read, written }) => {
    const base = { tools: [{ name: "a" }] as never, system: system(), cache_control: { type: "ephemeral" as const } };
    await ask(base);

    expect(await ask({ ...base, ...change })).toMatchObject({
      cache_read_input_tokens: read,
      cache_creation_input_tokens: written,
    });
  });

  test.each([
    { breakpoints: ["5m", "5m", "5m", "5m", "5m"], message: "maximum of 4 blocks" },
    { breakpoints: ["5m", "1h"], message: "must not come after" },
  ] as const)("refuses $breakpoints", async ({ breakpoints, message }) => {
    const blocks = breakpoints.flatMap((ttl) => system(ttl));

    await expect(ask({ system: blocks })).rejects.toThrow(message);
  });

  test("lets calls side by side all write, because none has begun to answer", async () => {
    provider.enqueue(...Array.from({ length: 3 }, () => ({ fault: { kind: "stall" as const } })));
    const calls = [ask({ system: system() }), ask({ system: system() }), ask({ system: system() })];
    await provider.waitForRequests(3);
    provider.release();

    const usages = await Promise.all(calls);

    expect(usages.map((usage) => usage.cache_creation_input_tokens)).toEqual([5000, 5000, 5000]);
  });
});

describe("OpenAI usage", () => {
  const client = (): OpenAI => new OpenAI({ apiKey: "k", baseURL: provider.openaiBaseUrl, maxRetries: 0 });
  const messages = [
    { role: "system" as const, content: LONG },
    { role: "user" as const, content: "why?" },
  ];

  test("reports cached tokens in steps, free of charge before gpt-5.6", async () => {
    await client().chat.completions.create({ model: "gpt-5", messages });
    const { usage } = await client().chat.completions.create({ model: "gpt-5", messages });

    expect(usage?.prompt_tokens_details).toEqual({ cached_tokens: 4992, audio_tokens: 0 });
  });

  test("reports billed writes by lifetime from gpt-5.6 on", async () => {
    const input = [
      {
        role: "user" as const,
        content: [
          {
            type: "input_text" as const,
            text: LONG,
            prompt_cache_breakpoint: { mode: "explicit" as const, ttl: "12h" as const },
          },
          { type: "input_text" as const, text: LONG },
        ],
      },
    ];
    const { usage } = await client().responses.create({ model: "gpt-5.6", input });

    expect(usage?.input_tokens_details).toEqual({
      cached_tokens: 0,
      cache_write_tokens: 9984,
      cache_write_tokens_details: { ttl_12h_tokens: 5004, ttl_30m_tokens: 4980 },
    });
  });

  test("keeps the caches of different prompt_cache_keys apart", async () => {
    await client().responses.create({ model: "gpt-5", input: LONG, prompt_cache_key: "a" });
    const { usage } = await client().responses.create({ model: "gpt-5", input: LONG, prompt_cache_key: "b" });

    expect(usage?.input_tokens_details.cached_tokens).toBe(0);
  });
});
