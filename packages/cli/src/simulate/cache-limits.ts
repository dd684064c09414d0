// SPDX-License-Identifier: Apache-2.0
import { cacheRulesFor } from "@outlay/analysis";
import type { Operation } from "@outlay/core";

import { BEGINNING_MS } from "./agent-session.ts";
import { quantity, usd } from "./benchmark.ts";
import type { Benchmark, BenchmarkWorld, FigureTable } from "./benchmark.ts";
import type { ScriptedBlock, ScriptedCall, ScriptedMessage } from "./scripted-call.ts";
import { costUsd, sendScript } from "./send-script.ts";

const MODELS = ["claude-opus-5-5", "claude-sonnet-4-5", "claude-sonnet-4-6", "claude-opus-4-5", "claude-opus-4-7"];
const SIDE_BY_SIDE = 8;

/** B5: where prompt caching silently does not happen. */
export const cacheLimits: Benchmark = {
  id: "B5",
  name: "cache-limits",
  shows: "Prompts that are too short, blocks that are too many, calls that are too early",
  run: (world) => ({
    tables: [minimums(), lookback(), fanOut(world)],
    notes: [
      "Where published copies of a minimum differ, ours is the larger: Claude Opus 4.7 has 2,048 or 4,096; of Sonnet 4.6 the page says 1,024, and users have measured 2,048.",
      "A fifth breakpoint is no silent limit: the provider refuses the request with status 400.",
    ],
  }),
};

function minimums(): FigureTable {
  return {
    title: "Tokens written, by the length of a marked prompt",
    columns: ["shortest kept", "one token less", "just as long"],
    rows: MODELS.map((model) => {
      const least = cacheRulesFor({ provider: "anthropic", requestModel: model })?.minimumTokens ?? 0;
      const written = [least - 1, least].map((tokens) => writtenTokens(sendScript([shortCall(model, tokens)])));
      return { what: model, figures: [least, ...written].map((tokens) => quantity("tokens", tokens)) };
    }),
  };
}

/** Blocks that two calls add before they mark the last: the one that was marked before must be among those looked at. */
function lookback(): FigureTable {
  return {
    title: "Tokens read when a turn adds so many blocks, with one breakpoint at the end",
    columns: ["of 11,000 written before"],
    rows: [1, 19, 20, 21].map((added) => {
      const [, second] = sendScript([burst(0, 0), burst(added, 60_000)]);
      const read = quantity("tokens", second?.usage?.cacheReadTokens ?? 0);
      return { what: added === 1 ? "1 block" : `${added} blocks`, figures: [read] };
    }),
  };
}

function fanOut({ price }: BenchmarkWorld): FigureTable {
  const at = (index: number, atMs: number): ScriptedCall => ({
    ...burst(0, atMs),
    conversation: `c${index}`,
  });
  const together = Array.from({ length: SIDE_BY_SIDE }, (_, index) => at(index, 0));
  const after = together.map((call, index) => at(index, index === 0 ? 0 : 1_001));
  return {
    title: `${SIDE_BY_SIDE} calls with one prompt of 11,000 tokens, claude-sonnet-4-5`,
    columns: ["calls that write", "calls that read", "cost"],
    rows: [
      { what: "side by side", script: together },
      { what: "one, the others after its first byte", script: after },
    ].map(({ what, script }) => {
      const operations = sendScript(script);
      const counted = (key: "cacheWriteTokens" | "cacheReadTokens"): number =>
        operations.filter(({ usage }) => (usage?.[key] ?? 0) > 0).length;
      const counts = [counted("cacheWriteTokens"), counted("cacheReadTokens")];
      return {
        what,
        figures: [...counts.map((calls) => quantity("calls", calls, 0)), usd(costUsd(operations, price), 3)],
      };
    }),
  };
}

const PLACES = { provider: "anthropic", conversation: "c", tools: [], outputTokens: 100 } as const;

function shortCall(model: string, tokens: number): ScriptedCall {
  const system: ScriptedBlock[] = [{ name: "rules", tokens, breakpoint: "5m" }];
  const messages: ScriptedMessage[] = [{ role: "user", name: "question", tokens: 10 }];
  return { ...PLACES, model, atMs: BEGINNING_MS, system, messages };
}

function burst(added: number, afterMs: number): ScriptedCall {
  const messages = Array.from({ length: added + 1 }, (_, index): ScriptedMessage => {
    const mark = index === added ? { breakpoint: "5m" as const } : {};
    return { role: "user", name: `block ${index}`, tokens: index === 0 ? 1_000 : 100, ...mark };
  });
  const system: ScriptedBlock[] = [{ name: "rules", tokens: 10_000 }];
  return { ...PLACES, model: "claude-sonnet-4-5", atMs: BEGINNING_MS + afterMs, system, messages };
}

function writtenTokens([operation]: readonly Operation[]): number {
  return operation?.usage?.cacheWriteTokens ?? 0;
}
