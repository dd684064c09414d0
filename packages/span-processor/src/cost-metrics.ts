// SPDX-License-Identifier: Apache-2.0
import type { Attributes, Meter, ObservableCounter, ObservableResult } from "@opentelemetry/api";
import type { Operation } from "@outlay/core";
import { usdFromPico } from "@outlay/pricing";
import type { Cost, UnpricedReason } from "@outlay/pricing";
import { METRICS, OUTLAY } from "@outlay/semconv";

import { COST_KINDS, costByKind } from "./cost-attributes.ts";
import { SeriesTable } from "./series-table.ts";

/** Totals of one series since the process started. */
interface Totals {
  readonly attributes: Attributes;
  /** pico-USD by kind, in the order of {@link COST_KINDS}. */
  readonly picoUsd: number[];
  /** Costs that the provider stated, which have no kinds. */
  reportedPicoUsd: number;
  readonly unpriced: Map<UnpricedReason, { requests: number; tokens: number }>;
}

/**
 * What calls cost, and what could not be priced, as counters.
 *
 * Sums are kept here and handed over when metrics are collected: a counter's `add` sorts and serialises its attributes
 * each time, which for the five kinds of a call would cost more than pricing it.
 */
export class CostMetrics {
  readonly #series: SeriesTable<Totals>;

  /** @param keys - Attributes of the call's scope that metrics may carry; the user vouches for their cardinality. */
  constructor(keys: readonly string[]) {
    this.#series = new SeriesTable(keys, (attributes) => ({
      attributes,
      picoUsd: COST_KINDS.map(() => 0),
      reportedPicoUsd: 0,
      unpriced: new Map(),
    }));
  }

  record(operation: Operation, cost: Cost): void {
    const totals = this.#series.of(operation);
    if (cost.status === "unpriced") {
      const counted = totals.unpriced.get(cost.reason) ?? { requests: 0, tokens: 0 };
      counted.requests += 1;
      counted.tokens += (operation.usage?.inputTokens ?? 0) + (operation.usage?.outputTokens ?? 0);
      totals.unpriced.set(cost.reason, counted);
    } else if (cost.status === "provider_reported") {
      totals.reportedPicoUsd += cost.totalPicoUsd;
    } else {
      const byKind = costByKind(cost.parts);
      for (let kind = 0; kind < byKind.length; kind += 1) {
        totals.picoUsd[kind] = (totals.picoUsd[kind] ?? 0) + (byKind[kind] ?? 0);
      }
    }
  }

  /** Creates the instruments on a meter; the sums begin where they stand. */
  observeWith(meter: Meter): void {
    const cost = observable(meter, METRICS.COST);
    const requests = observable(meter, METRICS.UNPRICED_REQUESTS);
    const tokens = observable(meter, METRICS.UNPRICED_TOKENS);
    cost.addCallback((result) => this.#observeCost(result));
    requests.addCallback((result) => this.#observeUnpriced(result, "requests"));
    tokens.addCallback((result) => this.#observeUnpriced(result, "tokens"));
  }

  #observeCost(result: ObservableResult): void {
    for (const totals of this.#series.all()) {
      for (const [index, kind] of COST_KINDS.entries()) {
        const picoUsd = totals.picoUsd[index] ?? 0;
        if (picoUsd > 0) result.observe(usdFromPico(picoUsd), { ...totals.attributes, [OUTLAY.COST_KIND]: kind });
      }
      if (totals.reportedPicoUsd > 0) {
        result.observe(usdFromPico(totals.reportedPicoUsd), {
          ...totals.attributes,
          [OUTLAY.COST_KIND]: "provider_reported",
        });
      }
    }
  }

  #observeUnpriced(result: ObservableResult, count: "requests" | "tokens"): void {
    for (const totals of this.#series.all()) {
      for (const [reason, counted] of totals.unpriced) {
        result.observe(counted[count], { ...totals.attributes, [OUTLAY.COST_PROBLEMS]: reason });
      }
    }
  }
}

function observable(meter: Meter, metric: { name: string; unit: string; description: string }): ObservableCounter {
  return meter.createObservableCounter(metric.name, { unit: metric.unit, description: metric.description });
}
