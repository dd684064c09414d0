// SPDX-License-Identifier: Apache-2.0
import type { PriceCall } from "@outlay/analysis";
import type { Operation, Usage } from "@outlay/core";

import { BEGINNING_MS } from "./agent-session.ts";
import { change, usd } from "./benchmark.ts";
import type { Benchmark } from "./benchmark.ts";
import { costUsd } from "./send-script.ts";

/** A call as it is billed, and as a reader takes it who knows less. */
export interface PriceTrap {
  readonly what: string;
  readonly billed: Operation;
  readonly mistaken: Operation;
}

/** B6: bills that a reader of the usual counts gets wrong. */
export const priceTraps: Benchmark = {
  id: "B6",
  name: "price-traps",
  shows: "What a call costs, and what somebody says who reads its counts the usual way",
  run: ({ price }) => ({
    tables: [
      {
        title: "One call each",
        columns: ["billed", "mistaken for", "mistake"],
        rows: PRICE_TRAPS.map(({ what, billed, mistaken }) => {
          const [right, wrong] = [amount(billed, price), amount(mistaken, price)];
          return { what, figures: [usd(right, 4), usd(wrong, 4), change(wrong / right - 1)] };
        }),
      },
    ],
    notes: [
      'The article has Opus at $15 and $75, Sonnet at $3 and $15, Haiku at $0.80 and $4 "as of mid-2026": those are the prices of Opus 4.1, Sonnet 4 and Haiku 3.5.',
      "One call that several emitters report (the SDK's own span, an instrumentation's, a gateway's) is one bill: Outlay's span processor sees to that, and its tests show it.",
    ],
  }),
};

function amount(operation: Operation, price: PriceCall): number {
  return costUsd([operation], price);
}

function call(model: string, usage: Usage, facts: Partial<Operation> = {}): Operation {
  return {
    provider: "anthropic",
    operationName: "chat",
    requestModel: model,
    responseModel: model,
    startTimeMs: BEGINNING_MS,
    endTimeMs: BEGINNING_MS + 1_000,
    stream: false,
    usage,
    usageStatus: "reported",
    status: "ok",
    attributes: {},
    source: { kind: "manual", scope: "simulation", dialect: "outlay" },
    ...facts,
  };
}

const ANSWERED: Usage = { inputTokens: 23_000, outputTokens: 1_000 };
const CACHED: Usage = { inputTokens: 100_000, cacheReadTokens: 90_000, outputTokens: 1_000 };
const BEFORE_MS = Date.UTC(2026, 9, 6, 12);

/** Passes of a call beside the one that answered; the counts at the top leave them out. */
function withPass(kind: string, model: string, usage: Usage): Operation {
  return call("claude-opus-4-6", ANSWERED, {
    iterations: [
      { kind, model, usage },
      { kind: "message", model: "claude-opus-4-6", usage: ANSWERED },
    ],
  });
}

/** A trap each. */
export const PRICE_TRAPS: readonly PriceTrap[] = [
  {
    what: "history compacted inside the call",
    billed: withPass("compaction", "claude-opus-4-6", { inputTokens: 180_000, outputTokens: 3_500 }),
    mistaken: call("claude-opus-4-6", ANSWERED),
  },
  {
    what: "an advisor asked inside the call",
    billed: withPass("advisor_message", "claude-opus-4-8", { inputTokens: 20_000, outputTokens: 800 }),
    mistaken: call("claude-opus-4-6", ANSWERED),
  },
  {
    what: "Haiku 5.5 above 100,000 tokens, at the lower price",
    billed: call("claude-haiku-5-5", { inputTokens: 101_000, outputTokens: 500 }),
    mistaken: call("claude-haiku-5-5", { inputTokens: 99_000, outputTokens: 500 }),
  },
  {
    what: "Sonnet 5.5 reads, at the price before 7 October",
    billed: call("claude-sonnet-5-5", CACHED),
    mistaken: call("claude-sonnet-5-5", CACHED, { startTimeMs: BEFORE_MS, endTimeMs: BEFORE_MS + 1_000 }),
  },
  {
    what: "reads added to an input that has them",
    billed: call("claude-sonnet-4-5", CACHED),
    mistaken: call("claude-sonnet-4-5", { ...CACHED, inputTokens: 190_000 }),
  },
  {
    what: "an input without reads taken for the whole",
    billed: call("claude-sonnet-4-5", CACHED),
    mistaken: call("claude-sonnet-4-5", { inputTokens: 10_000, cacheReadTokens: 0, outputTokens: 1_000 }),
  },
  {
    what: "writes kept for an hour, at the price of five minutes",
    billed: call("claude-sonnet-4-5", {
      inputTokens: 50_000,
      cacheWriteTokens: 50_000,
      cacheWrite1hTokens: 50_000,
      outputTokens: 500,
    }),
    mistaken: call("claude-sonnet-4-5", {
      inputTokens: 50_000,
      cacheWriteTokens: 50_000,
      cacheWrite5mTokens: 50_000,
      outputTokens: 500,
    }),
  },
];
