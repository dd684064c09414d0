// SPDX-License-Identifier: Apache-2.0
import type { Attributes, Meter } from "@opentelemetry/api";
import type { AnalyzedCall } from "@outlay/analysis";
import { usdFromPico } from "@outlay/pricing";
import { METRICS, OUTLAY } from "@outlay/semconv";
import type { MetricDescription } from "@outlay/semconv";

import type { CallFindings } from "./findings.ts";
import { SeriesTable } from "./series-table.ts";

/** Sums of one series since the process started. */
interface Totals {
  readonly attributes: Attributes;
  readonly retries: Map<string, number>;
  readonly breaks: Map<string, { calls: number; wastedPicoUsd: number }>;
  resentTokens: number;
  resentPicoUsd: number;
  loopCalls: number;
  loopPicoUsd: number;
}

/** A value, and what tells it apart from the others of its series. */
type Observed = readonly [value: number, attributes?: Attributes];

/** Sums of what was found, as metrics. */
export class FindingMetrics {
  readonly #series: SeriesTable<Totals>;

  /** @param keys - Attributes of the call's scope that metrics may carry. */
  constructor(keys: readonly string[]) {
    this.#series = new SeriesTable(keys, (attributes) => ({
      attributes,
      retries: new Map(),
      breaks: new Map(),
      resentTokens: 0,
      resentPicoUsd: 0,
      loopCalls: 0,
      loopPicoUsd: 0,
    }));
  }

  count({ operation, cost }: AnalyzedCall, { resent, loop, retry, broken }: CallFindings): void {
    const totals = this.#series.of(operation);
    totals.resentTokens += resent?.tokens ?? 0;
    totals.resentPicoUsd += resent?.picoUsd ?? 0;
    if (retry !== undefined) totals.retries.set(retry, (totals.retries.get(retry) ?? 0) + 1);
    if (broken !== undefined) {
      const { calls, wastedPicoUsd } = totals.breaks.get(broken.reason) ?? { calls: 0, wastedPicoUsd: 0 };
      const wasted = wastedPicoUsd + (broken.wastedPicoUsd ?? 0);
      totals.breaks.set(broken.reason, { calls: calls + 1, wastedPicoUsd: wasted });
    }
    if (loop === undefined) return;
    totals.loopCalls += 1;
    totals.loopPicoUsd += cost.status === "unpriced" ? 0 : cost.totalPicoUsd;
  }

  observeWith(meter: Meter): void {
    this.#observe(meter, METRICS.CONTEXT_RESENT_TOKENS, ({ resentTokens }) => [[resentTokens]]);
    this.#observe(meter, METRICS.CONTEXT_RESENT_COST, ({ resentPicoUsd }) => [[usdFromPico(resentPicoUsd)]]);
    this.#observe(meter, METRICS.LOOP_CALLS, ({ loopCalls }) => [[loopCalls]]);
    this.#observe(meter, METRICS.LOOP_COST, ({ loopPicoUsd }) => [[usdFromPico(loopPicoUsd)]]);
    this.#observe(meter, METRICS.RETRY_CALLS, ({ retries }) =>
      [...retries].map(([kind, calls]) => [calls, { [OUTLAY.RETRY_KIND]: kind }]),
    );
    this.#observe(meter, METRICS.CACHE_BREAKS, ({ breaks }) =>
      [...breaks].map(([reason, { calls }]) => [calls, { [OUTLAY.CACHE_MISS_REASON]: reason }]),
    );
    this.#observe(meter, METRICS.CACHE_WASTED_COST, ({ breaks }) =>
      [...breaks].map(([reason, { wastedPicoUsd }]) => [
        usdFromPico(wastedPicoUsd),
        { [OUTLAY.CACHE_MISS_REASON]: reason },
      ]),
    );
  }

  #observe(meter: Meter, metric: MetricDescription, valuesOf: (totals: Totals) => readonly Observed[]): void {
    const { name, unit, description } = metric;
    meter.createObservableCounter(name, { unit, description }).addCallback((result) => {
      for (const totals of this.#series.all()) {
        for (const [value, attributes] of valuesOf(totals))
          if (value > 0) result.observe(value, { ...totals.attributes, ...attributes });
      }
    });
  }
}
