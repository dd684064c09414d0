// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";
import type { Cost } from "@outlay/pricing";

/**
 * One billed call and what it cost, as analyzers fold it: live from the span processor, offline from recorded spans.
 *
 * Analyzers take calls in the order in which they ended, and hold nothing of a call beyond what their bound allows.
 */
export interface AnalyzedCall {
  readonly operation: Operation;
  readonly cost: Cost;
}

/** Prices an operation that was not made as it is given: other counts, another model, another tier. Pure. */
export type PriceCall = (operation: Operation) => Cost;
