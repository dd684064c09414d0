// SPDX-License-Identifier: Apache-2.0
import type { Attributes, Meter } from "@opentelemetry/api";
import { createContextAnalyzer, createWasteAnalyzer } from "@outlay/analysis";
import type { AnalyzedCall, CallWaste, PriceCall, ResentContext } from "@outlay/analysis";
import { usdFromPico } from "@outlay/pricing";
import { METRICS, OUTLAY } from "@outlay/semconv";
import type { MetricDescription } from "@outlay/semconv";

import { SeriesTable } from "./series-table.ts";

/** What is found out about a call beside its cost, while the program runs. */
export interface CallFindings extends CallWaste {
  /** What the call sent that its conversation had sent before. */
  readonly resent?: ResentContext | undefined;
}

/** Fewer conversations than a report follows: a program has its own work to do. */
const MAX_CONVERSATIONS = 1_000;
const MAX_BLOCKS = 50_000;

/** Sums of one series since the process started. */
interface Totals {
  readonly attributes: Attributes;
  readonly retries: Map<string, number>;
  resentTokens: number;
  resentPicoUsd: number;
  loopCalls: number;
  loopPicoUsd: number;
}

/** Runs the analyzers that reports run over files, call by call, and says on the span and in metrics what they find. */
export class Findings {
  readonly #context;
  readonly #waste = createWasteAnalyzer({ maxAgents: MAX_CONVERSATIONS, maxBlocks: MAX_BLOCKS });
  readonly #series: SeriesTable<Totals>;

  /** @param keys - Attributes of the call's scope that metrics may carry. */
  constructor(price: PriceCall, keys: readonly string[]) {
    const bounds = { maxConversations: MAX_CONVERSATIONS, maxBlocks: MAX_BLOCKS };
    this.#context = createContextAnalyzer(price, { ...bounds, sharesOut: false });
    this.#series = new SeriesTable(keys, (attributes) => ({
      attributes,
      retries: new Map(),
      resentTokens: 0,
      resentPicoUsd: 0,
      loopCalls: 0,
      loopPicoUsd: 0,
    }));
  }

  add(call: AnalyzedCall): CallFindings {
    // Nothing is told of prompts that nobody has seen.
    if (call.operation.prompt === undefined) return {};
    const findings = { ...this.#waste.add(call), resent: this.#context.add(call) };
    this.#count(call, findings);
    return findings;
  }

  /** Creates the instruments on a meter; the sums begin where they stand. */
  observeWith(meter: Meter): void {
    const observe = (metric: MetricDescription, valueOf: (totals: Totals) => number): void => {
      const { name, unit, description } = metric;
      meter.createObservableCounter(name, { unit, description }).addCallback((result) => {
        for (const totals of this.#series.all()) {
          const value = valueOf(totals);
          if (value > 0) result.observe(value, totals.attributes);
        }
      });
    };
    observe(METRICS.CONTEXT_RESENT_TOKENS, ({ resentTokens }) => resentTokens);
    observe(METRICS.CONTEXT_RESENT_COST, ({ resentPicoUsd }) => usdFromPico(resentPicoUsd));
    observe(METRICS.LOOP_CALLS, ({ loopCalls }) => loopCalls);
    observe(METRICS.LOOP_COST, ({ loopPicoUsd }) => usdFromPico(loopPicoUsd));
    const { name, unit, description } = METRICS.RETRY_CALLS;
    meter.createObservableCounter(name, { unit, description }).addCallback((result) => {
      for (const { attributes, retries } of this.#series.all()) {
        for (const [kind, calls] of retries) result.observe(calls, { ...attributes, [OUTLAY.RETRY_KIND]: kind });
      }
    });
  }

  #count({ operation, cost }: AnalyzedCall, { resent, loop, retry }: CallFindings): void {
    const totals = this.#series.of(operation);
    totals.resentTokens += resent?.tokens ?? 0;
    totals.resentPicoUsd += resent?.picoUsd ?? 0;
    if (retry !== undefined) totals.retries.set(retry, (totals.retries.get(retry) ?? 0) + 1);
    if (loop === undefined) return;
    totals.loopCalls += 1;
    totals.loopPicoUsd += cost.status === "unpriced" ? 0 : cost.totalPicoUsd;
  }
}

/** Writes findings down as attributes of the call's span; what is not known is left out. */
export function findingAttributes({ resent, loop, retry }: CallFindings): Attributes {
  const attributes: Attributes = {};
  if (resent !== undefined && resent.tokens > 0) {
    attributes[OUTLAY.CONTEXT_RESENT_TOKENS] = resent.tokens;
    if (resent.picoUsd !== undefined) attributes[OUTLAY.CONTEXT_RESENT_USD] = usdFromPico(resent.picoUsd);
  }
  if (retry !== undefined) attributes[OUTLAY.RETRY_KIND] = retry;
  if (loop !== undefined) {
    attributes[OUTLAY.LOOP_ROUNDS] = loop.rounds;
    attributes[OUTLAY.LOOP_TOOLS] = [...loop.tools];
    if (loop.unpricedCalls === 0) attributes[OUTLAY.LOOP_COST_USD] = usdFromPico(loop.picoUsd);
  }
  return attributes;
}
