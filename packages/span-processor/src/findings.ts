// SPDX-License-Identifier: Apache-2.0
import type { Meter } from "@opentelemetry/api";
import { createCacheAnalyzer, createContextAnalyzer, createWasteAnalyzer } from "@outlay/analysis";
import type { AnalyzedCall, CacheBreak, CallWaste, PriceCall, ResentContext } from "@outlay/analysis";

import { FindingMetrics } from "./finding-metrics.ts";

/** What is found out about a call beside its cost, while the program runs. */
export interface CallFindings extends CallWaste {
  /** What the call sent that its conversation had sent before. */
  readonly resent?: ResentContext | undefined;
  /** Why its prompt was not read from the cache as far as a call before had left it there. */
  readonly broken?: CacheBreak | undefined;
}

/** Fewer conversations than a report follows: a program has its own work to do. */
const MAX_CONVERSATIONS = 1_000;
const MAX_BLOCKS = 50_000;

/** Runs the analyzers that reports run over files, call by call, and says in metrics what they find. */
export class Findings {
  readonly #context;
  readonly #cache;
  readonly #waste = createWasteAnalyzer({ maxAgents: MAX_CONVERSATIONS, maxBlocks: MAX_BLOCKS });
  readonly #metrics: FindingMetrics;

  /** @param keys - Attributes of the call's scope that metrics may carry. */
  constructor(price: PriceCall, keys: readonly string[]) {
    const bounds = { maxConversations: MAX_CONVERSATIONS, maxBlocks: MAX_BLOCKS };
    this.#context = createContextAnalyzer(price, { ...bounds, sharesOut: false });
    this.#cache = createCacheAnalyzer(price, bounds);
    this.#metrics = new FindingMetrics(keys);
  }

  add(call: AnalyzedCall): CallFindings {
    // Nothing is told of prompts that nobody has seen.
    if (call.operation.prompt === undefined && call.operation.cacheDiagnosis === undefined) return {};
    const { broken } = this.#cache.add(call.operation) ?? {};
    const findings = { ...this.#waste.add(call), resent: this.#context.add(call), broken };
    this.#metrics.count(call, findings);
    return findings;
  }

  /** Creates the instruments on a meter; the sums begin where they stand. */
  observeWith(meter: Meter): void {
    this.#metrics.observeWith(meter);
  }
}
