// SPDX-License-Identifier: Apache-2.0
// What a call costs in our hands: the same SDK call on a stubbed transport, with Outlay and without, in one run.
import { instrumentOpenAI } from "@outlay/instrumentation-openai";
import { withAttributes } from "@outlay/core";
import OpenAI from "openai";
import BareOpenAI from "openai-bare";

import { paired } from "./paired.ts";
import { startPipeline } from "./setup.ts";

const CHAT = JSON.stringify({
  id: "chatcmpl-9",
  object: "chat.completion",
  created: 1_760_000_000,
  model: "gpt-5-mini-2025-08-07",
  service_tier: "default",
  choices: [
    { index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hello there, how can I help?" } },
  ],
  usage: {
    prompt_tokens: 2048,
    completion_tokens: 120,
    total_tokens: 2168,
    prompt_tokens_details: { cached_tokens: 1024 },
    completion_tokens_details: { reasoning_tokens: 64 },
  },
});
const CHUNKS = 200;

function chunk(index: number): string {
  const delta = index === 0 ? { role: "assistant", content: "" } : { content: "word " };
  const body = {
    id: "chatcmpl-9",
    object: "chat.completion.chunk",
    created: 1,
    model: "gpt-5-mini-2025-08-07",
    choices: [{ index: 0, delta, finish_reason: index === CHUNKS - 2 ? "stop" : null }],
    usage: null,
  };
  return `data: ${JSON.stringify(body)}\n\n`;
}
const LAST = `data: ${JSON.stringify({ id: "chatcmpl-9", object: "chat.completion.chunk", created: 1, model: "gpt-5-mini-2025-08-07", choices: [], usage: JSON.parse(CHAT).usage })}\n\ndata: [DONE]\n\n`;
const STREAM = [...Array.from({ length: CHUNKS - 1 }, (_, index) => chunk(index)), LAST].map((text) =>
  new TextEncoder().encode(text),
);

const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
  const streams = typeof init?.body === "string" && init.body.includes('"stream":true');
  if (!streams) return new Response(CHAT, { headers: { "content-type": "application/json", "x-request-id": "req" } });
  const body = new ReadableStream({
    start(controller) {
      for (const bytes of STREAM) controller.enqueue(bytes);
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
};

const { tracerProvider, meterProvider } = startPipeline();
const options = { apiKey: "x", fetch: fetch as typeof globalThis.fetch, maxRetries: 0 };
// Two copies of the SDK, of which one is instrumented: switching one copy on and off would measure the optimiser.
const bare = new BareOpenAI(options);
const traced = new OpenAI(options);
const instrumentation = instrumentOpenAI(OpenAI);
instrumentation.setTracerProvider(tracerProvider);
instrumentation.setMeterProvider(meterProvider);
const messages = [{ role: "user" as const, content: "Say hello." }];

async function chat(client: OpenAI): Promise<void> {
  await client.chat.completions.create({ model: "gpt-5-mini", messages });
}

async function stream(client: OpenAI): Promise<void> {
  const answer = await client.chat.completions.create({
    model: "gpt-5-mini",
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const _chunk of answer);
}

const scope = { "user.id": "ada", "session.id": "s-1", feature: "triage" };
const inScope = (work: (client: OpenAI) => Promise<void>, client: unknown) => () =>
  withAttributes(scope, () => work(client as OpenAI));
await paired("chat completion", { calls: 4000, rounds: 12 }, inScope(chat, bare), inScope(chat, traced));
await paired(`stream of ${CHUNKS} chunks`, { calls: 200, rounds: 12 }, inScope(stream, bare), inScope(stream, traced));
