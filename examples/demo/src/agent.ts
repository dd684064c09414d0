// SPDX-License-Identifier: Apache-2.0
// An ordinary application: two SDKs, a tool loop, a stream. Nothing in it knows about prices or exporters; the only
// thing it tells Outlay is who the work is for.
import Anthropic from "@anthropic-ai/sdk";
import { SpanKind, trace } from "@opentelemetry/api";
import { withAttributes } from "@outlay/core";
import OpenAI from "openai";

import { TOOLS, runTool } from "./tools.ts";
import { HANDBOOK } from "./handbook.ts";

const PLANNER = "claude-sonnet-4-6";
const WRITER = "gpt-5-mini";
const MAX_TURNS = 8;

const anthropic = new Anthropic();
const openai = new OpenAI();
const tracer = trace.getTracer("on-call-agent");

const incident = "Checkout answers 502 for about a third of all requests since 14:05 UTC.";

await withAttributes(
  { "session.id": "INC-4711", "user.id": "oncall-ada", "team.id": "payments", feature: "triage" },
  () =>
    inSpan(
      "invoke_agent on-call",
      { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "on-call" },
      async () => {
        const findings = await investigate();
        await writeUpdate(findings);
      },
    ),
);

/** Lets the planner call tools until it has an answer. */
async function investigate(): Promise<string> {
  const messages: Anthropic.MessageParam[] = [
    { role: "user", content: `${incident} Find the cause and propose a fix.` },
  ];
  for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
    say(`turn ${turn}: asking ${PLANNER}`);
    const answer = await anthropic.messages.create({
      model: PLANNER,
      max_tokens: 1024,
      system: [{ type: "text", text: HANDBOOK, cache_control: { type: "ephemeral" } }],
      tools: TOOLS,
      messages,
    });
    messages.push({ role: "assistant", content: answer.content });
    const calls = answer.content.filter((block) => block.type === "tool_use");
    if (calls.length === 0) return answer.content.map((block) => (block.type === "text" ? block.text : "")).join("\n");
    const results = await Promise.all(calls.map(useTool));
    messages.push({ role: "user", content: results });
  }
  return "No cause found within the allowed turns.";
}

async function useTool(call: Anthropic.ToolUseBlock): Promise<Anthropic.ToolResultBlockParam> {
  say(`  tool ${call.name} ${JSON.stringify(call.input)}`);
  const attributes = {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": call.name,
    "gen_ai.tool.call.id": call.id,
  };
  const content = await inSpan(`execute_tool ${call.name}`, attributes, async () => runTool(call.name, call.input));
  return { type: "tool_result", tool_use_id: call.id, content };
}

/** Streams a status update for customers. */
async function writeUpdate(findings: string): Promise<void> {
  say(`writing the status update with ${WRITER}`);
  const stream = await openai.chat.completions.create({
    model: WRITER,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: "system", content: "You write short, calm status updates for customers." },
      { role: "user", content: findings },
    ],
  });
  process.stdout.write("  ");
  for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
  process.stdout.write("\n");
}

function inSpan<T>(name: string, attributes: Record<string, string>, run: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes }, async (span) => {
    try {
      return await run();
    } finally {
      span.end();
    }
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
