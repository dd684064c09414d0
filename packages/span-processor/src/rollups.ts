// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import type { Operation } from "@outlay/core";
import { usdFromPico } from "@outlay/pricing";
import type { Cost } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";

import { RecentMap } from "./recent-map.ts";

/** Spans with billed calls below them that are remembered until they end; older ones are forgotten first. */
const REMEMBERED_SPANS = 20_000;

/** What was billed below one span so far. */
interface Totals {
  calls: number;
  unpricedCalls: number;
  /** Exact up to $9,007; above, each sum may be off by one pico-USD. */
  picoUsd: number;
  inputTokens: number;
  outputTokens: number;
}

/**
 * Sums what is billed below each span, so that an agent's span says what the agent cost.
 *
 * A call is added to its parent; a span that ends hands its sum to its own parent. Calls that end after their parent,
 * such as streams that outlive it, are in no sum.
 */
export class Rollups {
  readonly #bySpan = new RecentMap<string, Totals>(REMEMBERED_SPANS);

  /** Adds a billed call to the span above it. */
  add({ parentSpanId, usage }: Operation, cost: Cost): void {
    if (parentSpanId === undefined) return;
    const isPriced = cost.status !== "unpriced";
    this.#addTo(parentSpanId, {
      calls: 1,
      unpricedCalls: isPriced ? 0 : 1,
      picoUsd: isPriced ? cost.totalPicoUsd : 0,
      inputTokens: usage?.inputTokens ?? 0,
      outputTokens: usage?.outputTokens ?? 0,
    });
  }

  /**
   * Hands what was billed below a span that ends to its parent.
   *
   * @returns What its own span is to say of it; `undefined` for the many that have nothing billed below.
   */
  passUp(spanId: string, parentSpanId: string | undefined): Attributes | undefined {
    const totals = this.#bySpan.get(spanId);
    if (totals === undefined) return undefined;
    if (parentSpanId !== undefined) this.#addTo(parentSpanId, totals);
    const attributes: Attributes = {
      [OUTLAY.ROLLUP_CALLS]: totals.calls,
      [OUTLAY.ROLLUP_INPUT_TOKENS]: totals.inputTokens,
      [OUTLAY.ROLLUP_OUTPUT_TOKENS]: totals.outputTokens,
    };
    if (totals.unpricedCalls > 0) attributes[OUTLAY.ROLLUP_UNPRICED_CALLS] = totals.unpricedCalls;
    // Nothing is known of the cost of calls that all have no price: that is no sum of 0.
    if (totals.unpricedCalls < totals.calls) attributes[OUTLAY.ROLLUP_COST_USD] = usdFromPico(totals.picoUsd);
    return attributes;
  }

  #addTo(spanId: string, added: Totals): void {
    const totals = this.#bySpan.get(spanId);
    if (totals === undefined) {
      this.#bySpan.set(spanId, { ...added });
      return;
    }
    totals.calls += added.calls;
    totals.unpricedCalls += added.unpricedCalls;
    totals.picoUsd += added.picoUsd;
    totals.inputTokens += added.inputTokens;
    totals.outputTokens += added.outputTokens;
  }
}
