// SPDX-License-Identifier: Apache-2.0
import { operationFromSpan } from "@outlay/core";
import type { Operation, SpanFacts } from "@outlay/core";
import type { PriceEngine, UnpricedReason } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";

/** Calls of one model that have no price. */
export interface UnpricedModel {
  readonly provider: string;
  readonly model: string;
  readonly reason: UnpricedReason;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Parts of the input, zero where nobody told. */
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

/** What was found in recorded spans. */
export interface UnpricedCalls {
  /** Most requests first. */
  readonly models: readonly UnpricedModel[];
  /** All calls, with and without a price; one that two instrumentations traced counts once. */
  readonly calls: number;
}

type Tally = { -readonly [Key in keyof UnpricedModel]: UnpricedModel[Key] };

/**
 * Prices recorded calls as they would be today, and gathers those that nobody can. An amount that was on the span, from
 * the table or from the provider, stands.
 */
export async function unpricedCalls(spans: AsyncIterable<SpanFacts>, prices: PriceEngine): Promise<UnpricedCalls> {
  const tallies = new Map<string, Tally>();
  let calls = 0;
  for await (const span of spans) {
    const operation = operationFromSpan(span);
    if (operation === undefined || span.attributes[OUTLAY.COST_DUPLICATE_OF] !== undefined) continue;
    calls += 1;
    const reason = reasonWithoutPrice(operation, prices);
    if (reason !== undefined) count(tallies, operation, reason);
  }
  const models = [...tallies.values()].toSorted((a, b) => b.requests - a.requests || a.model.localeCompare(b.model));
  return { models, calls };
}

function reasonWithoutPrice(operation: Operation, prices: PriceEngine): UnpricedReason | undefined {
  const recorded = operation.attributes[OUTLAY.COST_STATUS];
  if (typeof recorded === "string" && recorded !== "unpriced") return undefined;
  const cost = prices.price(operation);
  return cost.status === "unpriced" ? cost.reason : undefined;
}

function count(tallies: Map<string, Tally>, operation: Operation, reason: UnpricedReason): void {
  const { provider, responseModel, requestModel, usage = {} } = operation;
  const model = responseModel ?? requestModel ?? "unknown";
  const key = JSON.stringify([provider, model, reason]);
  const tally = tallies.get(key) ?? { provider, model, reason, ...NOTHING };
  tally.requests += 1;
  tally.inputTokens += usage.inputTokens ?? 0;
  tally.outputTokens += usage.outputTokens ?? 0;
  tally.cacheReadTokens += usage.cacheReadTokens ?? 0;
  tally.cacheWriteTokens += usage.cacheWriteTokens ?? 0;
  tallies.set(key, tally);
}

const NOTHING = { requests: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
