// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall } from "@outlay/analysis";
import { PromptReader, operationFromSpan } from "@outlay/core";
import type { Operation, SpanFacts } from "@outlay/core";
import type { PriceEngine } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";
import { BilledCalls } from "@outlay/span-processor";

import { recordedCost } from "./recorded-cost.ts";
import { SeenSpans } from "./seen-spans.ts";
import { SpanAncestors } from "./span-ancestors.ts";

/** What spans turned out to be that are no bill. */
export interface Unbilled {
  /** Second views of calls that are billed. */
  readonly duplicates: number;
  /** Spans that had been read already. */
  readonly repeated: number;
  /** Calls that were refused, by a policy or the provider. */
  readonly refused: number;
}

/**
 * Finds the billed calls among recorded spans: each once, by the rules that the span processor has for live ones, with the
 * cost that is on its span, else what it costs by the prices of its time.
 *
 * Of spans that stand together in a file hand over the ones that ended first first: children end before their parents.
 */
export class BillReader {
  readonly #prices: PriceEngine;
  readonly #billed = new BilledCalls();
  readonly #seen = new SeenSpans();
  readonly #ancestors = new SpanAncestors();
  readonly #prompts = new PromptReader();
  readonly #unbilled: { -readonly [Key in keyof Unbilled]: number } = { duplicates: 0, repeated: 0, refused: 0 };

  constructor(prices: PriceEngine) {
    this.#prices = prices;
  }

  get unbilled(): Unbilled {
    return { ...this.#unbilled };
  }

  /** @returns `undefined` for a span that is no call, or whose call is billed by another. */
  read(span: SpanFacts): AnalyzedCall | undefined {
    const operation = operationFromSpan(span, this.#prompts);
    const call = operation === undefined ? undefined : this.#bill(operation);
    this.#billed.passUp(span.spanId, span.parentSpanId);
    this.#ancestors.add(span, call !== undefined && call.operation.usageStatus !== "missing");
    return call;
  }

  #bill(operation: Operation): AnalyzedCall | undefined {
    const { traceId = "", spanId = "", attributes } = operation;
    const status = attributes[OUTLAY.COST_STATUS];
    if (spanId !== "" && !this.#seen.add(traceId, spanId)) return this.#leaveOut("repeated");
    if (status === "duplicate") return this.#leaveOut("duplicates");
    if (status === "not_billed" || operation.sent === false || isRefused(operation)) return this.#leaveOut("refused");
    if (spanId !== "" && this.#isBilled(operation)) return this.#leaveOut("duplicates");
    return { operation, cost: recordedCost(operation) ?? this.#prices.price(operation) };
  }

  #isBilled(operation: Operation): boolean {
    return this.#ancestors.isBelowBilled(operation.parentSpanId) || this.#billed.claim(operation) !== undefined;
  }

  #leaveOut(why: keyof Unbilled): undefined {
    this.#unbilled[why] += 1;
  }
}

/** The provider answered with an error status instead of work. */
function isRefused({ usageStatus, httpStatusCode = 0 }: Operation): boolean {
  return usageStatus === "missing" && httpStatusCode >= 400;
}
