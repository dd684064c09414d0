// SPDX-License-Identifier: Apache-2.0
// The application: one request that asks two models. It knows OpenTelemetry's API; of Outlay it uses the one function
// that says who the work is for.
import Anthropic from "@anthropic-ai/sdk";
import { trace } from "@opentelemetry/api";
import { withAttributes } from "@outlay/node";
import OpenAI from "openai";

const openai = new OpenAI();
const anthropic = new Anthropic();
const tracer = trace.getTracer("support-desk");

const ticket = "I was charged twice for order 4711, and the second charge is not in my account's history.";

await withAttributes({ "user.id": "ada", "session.id": "ticket-4711", "team.id": "billing" }, () =>
  tracer.startActiveSpan("answer ticket", async (span) => {
    const topic = await classify();
    await answer(topic);
    span.end();
  }),
);

async function classify(): Promise<string> {
  const { choices } = await openai.chat.completions.create({
    model: "gpt-5-mini",
    messages: [
      { role: "system", content: "Name the topic of a support ticket in one word." },
      { role: "user", content: ticket },
    ],
  });
  return choices[0]?.message.content ?? "unknown";
}

async function answer(topic: string): Promise<void> {
  const stream = anthropic.messages.stream({
    model: "claude-sonnet-4-6",
    max_tokens: 300,
    system: `You answer support tickets about ${topic}, kindly and in three sentences.`,
    messages: [{ role: "user", content: ticket }],
  });
  stream.on("text", (text) => process.stdout.write(text));
  await stream.finalMessage();
  process.stdout.write("\n");
}
