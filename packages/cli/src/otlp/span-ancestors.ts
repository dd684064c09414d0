// SPDX-License-Identifier: Apache-2.0
import type { SpanFacts } from "@outlay/core";

/** Spans remembered, in two generations: 10,000 to 20,000. */
const REMEMBERED_SPANS = 10_000;

/**
 * Finds a billed call above a span, for files that have parents before their children: billed spans, and what is below
 * them.
 */
export class SpanAncestors {
  #young = new Set<string>();
  #old = new Set<string>();

  add({ spanId, parentSpanId }: SpanFacts, isBilled: boolean): void {
    if (!isBilled && !this.isBelowBilled(parentSpanId)) return;
    if (this.#young.size >= REMEMBERED_SPANS) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(spanId);
  }

  isBelowBilled(parentSpanId: string | undefined): boolean {
    return parentSpanId !== undefined && (this.#young.has(parentSpanId) || this.#old.has(parentSpanId));
  }
}
