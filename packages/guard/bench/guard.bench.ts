// SPDX-License-Identifier: Apache-2.0
// What budgets in force add to an instrumented call on a stubbed transport: CPU per call, medians of alternating rounds.
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { createBudgetGuard } from "@outlay/budget";
import type { BudgetDefinition } from "@outlay/budget";
import { withAttributes } from "@outlay/core";
import { instrumentOpenAI } from "@outlay/instrumentation-openai";
import { OutlaySpanProcessor } from "@outlay/span-processor";
import OpenAI from "openai";

import { enforceBudgets } from "../src/index.ts";

const CALLS = 2_000;
const ROUNDS = 15;
const WARM_UPS = 4;
const BODY = JSON.stringify({
  id: "chatcmpl-9",
  object: "chat.completion",
  created: 1_760_000_000,
  model: "gpt-5-mini-2025-08-07",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hello there." } }],
  usage: { prompt_tokens: 2048, completion_tokens: 120, total_tokens: 2168 },
});
const fetch = async (): Promise<Response> =>
  new Response(BODY, { headers: { "content-type": "application/json", "x-request-id": "req" } });

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
instrumentOpenAI(OpenAI);
const client = new OpenAI({ apiKey: "x", fetch, maxRetries: 0 });
const messages = [
  { role: "system" as const, content: "You are terse. ".repeat(100) },
  { role: "user" as const, content: "Say hello. ".repeat(100) },
];
const scope = { "user.id": "ada", "session.id": "s-1", "team.id": "t", feature: "triage" };
const call = (): Promise<unknown> =>
  withAttributes(scope, async () =>
    client.chat.completions.create({ model: "gpt-5-mini", messages, max_completion_tokens: 500 }),
  );

const GROUPS = [[], ["user.id"], ["session.id"], ["team.id"], ["feature"], ["user.id", "feature"], [], ["team.id"]];
const BUDGETS: readonly BudgetDefinition[] = GROUPS.map((groupBy, index) => ({
  name: `budget-${index}`,
  groupBy,
  limit: { usd: 1e6 },
  window: { every: index % 2 === 0 ? "day" : "month" },
  thresholds: [{ at: "80%" }, { at: "100%", action: "block" }],
}));

/** Puts so many budgets in force; a processor is there with any number, as prices are told in any case. */
function start(count: number, mode: "enforce" | "shadow"): () => void {
  const guard = createBudgetGuard(BUDGETS.slice(0, count), { mode });
  const processor = new OutlaySpanProcessor(count === 0 ? {} : { budgets: guard });
  const stop = count === 0 ? undefined : enforceBudgets(guard);
  return () => {
    stop?.();
    void processor.shutdown();
  };
}

const VARIANTS = [
  { name: "no budget", count: 0, mode: "enforce" },
  { name: "1 budget", count: 1, mode: "enforce" },
  { name: "8 budgets", count: 8, mode: "enforce" },
  { name: "8 budgets in shadow", count: 8, mode: "shadow" },
] as const;
const rounds: Record<string, number[]> = Object.fromEntries(VARIANTS.map(({ name }) => [name, []]));

for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
  for (const { name, count, mode } of VARIANTS) {
    const stop = start(count, mode);
    const before = process.cpuUsage();
    for (let index = 0; index < CALLS; index += 1) await call();
    const { user, system } = process.cpuUsage(before);
    stop();
    if (round >= 0) rounds[name]?.push((user + system) / CALLS);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const plain = rounds["no budget"] ?? [];
for (const [name, values] of Object.entries(rounds)) {
  const added = median(values.map((value, index) => value - (plain[index] ?? Number.NaN)));
  const ratio = median(values.map((value, index) => value / (plain[index] ?? Number.NaN)));
  const figures = `${median(values).toFixed(1)} µs a call, +${added.toFixed(1)} µs, ratio ${ratio.toFixed(3)}`;
  process.stdout.write(`${name}: ${figures}\n`);
}
