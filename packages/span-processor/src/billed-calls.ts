// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

import { RecentMap } from "./recent-map.ts";

/** Calls remembered for recognising another view of them; older ones are forgotten first. */
const REMEMBERED_CALLS = 20_000;

/**
 * Knows which calls are billed already, so that a call seen by two instrumentations is priced once.
 *
 * Two views of one call lie inside each other: the spans of one instrumentation are parents of the other's, or both
 * carry the provider's response id in one trace. Whichever ends first is billed; for nested spans that is the inner one.
 */
export class BilledCalls {
  readonly #bySpan = new RecentMap<string, string>(REMEMBERED_CALLS);
  readonly #byResponse = new RecentMap<string, { readonly traceId: string; readonly spanId: string }>(REMEMBERED_CALLS);
  /** Spans that have a billed span somewhere below them, and which. */
  readonly #billedBelow = new RecentMap<string, string>(REMEMBERED_CALLS);

  /** @returns Id of the span that carries the bill already, or `undefined` when this one is to be billed; it then is. */
  claim(operation: Operation): string | undefined {
    const { spanId, traceId, parentSpanId, responseId } = operation;
    if (spanId === undefined || traceId === undefined) return undefined;
    const billed =
      this.#billedBelow.get(spanId) ?? this.#bySpan.get(parentSpanId ?? "") ?? this.#sameResponse(operation);
    // A call of unknown usage claims nothing: another view of it may know the bill.
    if (billed !== undefined || operation.usageStatus === "missing") return billed;
    this.#bySpan.set(spanId, spanId);
    if (responseId !== undefined) this.#byResponse.set(responseId, { traceId, spanId });
    if (parentSpanId !== undefined) this.#billedBelow.set(parentSpanId, spanId);
    return undefined;
  }

  /** Tells a span's parent, when the span ends, about what was billed below it. */
  passUp(spanId: string, parentSpanId: string | undefined): void {
    const billed = this.#billedBelow.get(spanId);
    if (billed !== undefined && parentSpanId !== undefined) this.#billedBelow.set(parentSpanId, billed);
  }

  #sameResponse({ responseId, traceId }: Operation): string | undefined {
    const seen = responseId === undefined ? undefined : this.#byResponse.get(responseId);
    // Some servers repeat their ids: across traces the same id is not the same call.
    return seen?.traceId === traceId ? seen?.spanId : undefined;
  }
}
