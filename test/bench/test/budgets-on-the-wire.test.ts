// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider, JsonObject } from "@outlay-test/fake-provider";
import { instrumentAnthropic } from "@outlay/instrumentation-anthropic";
import { instrumentGoogleGenAI } from "@outlay/instrumentation-google-genai";
import { instrumentOpenAI } from "@outlay/instrumentation-openai";
import { createPriceEngine, parsePriceOverrides } from "@outlay/pricing";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { putInForce } from "../../../packages/guard/test/in-force.ts";
import type { InForce } from "../../../packages/guard/test/in-force.ts";

/** USD per million tokens, as the pages of the providers say at the end of 2026; a nano-dollar is a thousandth of it. */
const RATES = {
  "openai/gpt-5-mini": { input: 0.25, cacheRead: 0.025, output: 2 },
  "anthropic/claude-sonnet-5": { input: 2, cacheRead: 0.2, cacheWrite5m: 2.5, cacheWrite1h: 4, output: 10 },
  "gcp.gemini/gemini-2.5-flash": { input: 0.3, cacheRead: 0.03, output: 2.5 },
} as const;
const models = Object.entries(RATES).map(([name, rates]) => {
  const [provider, model] = name.split("/");
  return { provider, model, prices: [{ rates }] };
});
const prices = createPriceEngine({ overrides: parsePriceOverrides({ models }).overrides });

/** More bytes than any call below is billed tokens for. */
const PROMPT = "Read this. ".repeat(2_000);
const MAX_TOKENS = 1_000;

let provider: FakeProvider;
let sdks: { readonly openai: OpenAI; readonly anthropic: Anthropic; readonly google: GoogleGenAI };
let inForce: InForce | undefined;
const figures = { calls: 0, toTheNano: 0, bounded: 0 };

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  provider = await startFakeProvider();
  sdks = {
    openai: new OpenAI({ apiKey: "none", baseURL: provider.openaiBaseUrl, maxRetries: 0 }),
    anthropic: new Anthropic({ apiKey: "none", baseURL: provider.anthropicBaseUrl, maxRetries: 0 }),
    google: new GoogleGenAI({ apiKey: "none", httpOptions: { baseUrl: provider.googleBaseUrl } }),
  };
  instrumentOpenAI(sdks.openai);
  instrumentAnthropic(sdks.anthropic);
  instrumentGoogleGenAI(sdks.google);
});
afterAll(async () => {
  const { calls, toTheNano, bounded } = figures;
  process.stdout.write(
    `scenario 20: ${calls} calls with cached tokens: ${toTheNano} settled to the nano-dollar, ${bounded} below their bound\n`,
  );
  await provider.close();
  context.disable();
});
afterEach(() => inForce?.stop());

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

const CHAT = {
  model: "gpt-5-mini",
  max_completion_tokens: MAX_TOKENS,
  messages: [{ role: "user" as const, content: PROMPT }],
};
const RESPONSE = { model: "gpt-5-mini", max_output_tokens: MAX_TOKENS, input: PROMPT };
const MESSAGE = {
  model: "claude-sonnet-5",
  max_tokens: MAX_TOKENS,
  messages: [{ role: "user" as const, content: PROMPT }],
};
const CONTENT = { model: "gemini-2.5-flash", contents: PROMPT, config: { maxOutputTokens: MAX_TOKENS } };

/** What is called, what the provider says it used, and what that costs by hand, nano-USD. */
type Case = readonly [name: string, usage: JsonObject, nanoUsd: number, call: () => Promise<unknown>];
const OPENAI_CHAT = {
  prompt_tokens: 10_000,
  completion_tokens: 500,
  total_tokens: 10_500,
  prompt_tokens_details: { cached_tokens: 8_000 },
  completion_tokens_details: { reasoning_tokens: 200 },
};
const OPENAI_RESPONSE = {
  input_tokens: 10_000,
  output_tokens: 500,
  total_tokens: 10_500,
  input_tokens_details: { cached_tokens: 8_000 },
  output_tokens_details: { reasoning_tokens: 200 },
};
/** The cached tokens and the reasoning are part of the whole: 2,000 fresh, 8,000 read, 500 answered. */
const OPENAI_NANO_USD = 2_000 * 250 + 8_000 * 25 + 500 * 2_000;
const ANTHROPIC = {
  input_tokens: 2_000,
  cache_read_input_tokens: 8_000,
  cache_creation_input_tokens: 4_000,
  cache_creation: { ephemeral_5m_input_tokens: 1_000, ephemeral_1h_input_tokens: 3_000 },
  output_tokens: 500,
};
/** What was read and written is besides the input. */
const ANTHROPIC_NANO_USD = 2_000 * 2_000 + 8_000 * 200 + 1_000 * 2_500 + 3_000 * 4_000 + 500 * 10_000;
const GEMINI = {
  promptTokenCount: 10_000,
  cachedContentTokenCount: 8_000,
  candidatesTokenCount: 500,
  thoughtsTokenCount: 300,
  totalTokenCount: 10_800,
};
/** The cached tokens are part of the prompt, and the thoughts besides the answer. */
const GEMINI_NANO_USD = 2_000 * 300 + 8_000 * 30 + (500 + 300) * 2_500;

const CASES: readonly Case[] = [
  ["OpenAI chat", OPENAI_CHAT, OPENAI_NANO_USD, () => sdks.openai.chat.completions.create(CHAT)],
  [
    "OpenAI chat, streamed",
    OPENAI_CHAT,
    OPENAI_NANO_USD,
    async () =>
      readAll(
        await sdks.openai.chat.completions.create({ ...CHAT, stream: true, stream_options: { include_usage: true } }),
      ),
  ],
  ["OpenAI responses", OPENAI_RESPONSE, OPENAI_NANO_USD, () => sdks.openai.responses.create(RESPONSE)],
  [
    "OpenAI responses, streamed",
    OPENAI_RESPONSE,
    OPENAI_NANO_USD,
    async () => readAll(await sdks.openai.responses.create({ ...RESPONSE, stream: true })),
  ],
  ["Anthropic", ANTHROPIC, ANTHROPIC_NANO_USD, () => sdks.anthropic.messages.create(MESSAGE)],
  [
    "Anthropic, streamed",
    ANTHROPIC,
    ANTHROPIC_NANO_USD,
    async () => readAll(await sdks.anthropic.messages.create({ ...MESSAGE, stream: true })),
  ],
  ["Gemini", GEMINI, GEMINI_NANO_USD, () => sdks.google.models.generateContent(CONTENT)],
  [
    "Gemini, streamed",
    GEMINI,
    GEMINI_NANO_USD,
    async () => readAll(await sdks.google.models.generateContentStream(CONTENT)),
  ],
];

describe("a call that reads and writes a prompt cache", () => {
  it.each(CASES)(
    "scenario 20: settles what it costs by hand, to the nano-dollar, below what was held: %s",
    async (_name, usage, nanoUsd, call) => {
      inForce = putInForce({}, { prices });
      provider.clear();
      provider.enqueue({ usage, fault: { kind: "stall" } });
      const running = call();
      await provider.waitForRequests(1);
      const { held = 0 } = (await inForce.standing()) ?? {};
      provider.release();
      await running;
      const { spent, held: left, calls } = (await inForce.standing()) ?? {};
      figures.calls += 1;
      figures.toTheNano += spent === nanoUsd ? 1 : 0;
      figures.bounded += nanoUsd <= held ? 1 : 0;
      expect([spent, left, calls]).toEqual([nanoUsd, 0, 1]);
      expect(held).toBeGreaterThanOrEqual(nanoUsd);
    },
  );
});
