// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

import { RecentMap } from "./recent-map.ts";
import { TwinCalls } from "./twin-calls.ts";

/** Calls remembered for recognising another view of them; older ones are forgotten first. */
const REMEMBERED_CALLS = 20_000;

/**
 * Knows which calls are billed already, so that a call seen by two instrumentations is priced once.
 *
 * Two views of one call lie inside each other: the spans of one instrumentation are parents of the other's, or both
 * carry the provider's response id in one trace. Whichever ends first is billed; for nested spans that is mostly the
 * inner one. Views that do not nest and share no id are told by what they say of the call ({@link TwinCalls}).
 */
export class BilledCalls {
  readonly #bySpan = new RecentMap<string, string>(REMEMBERED_CALLS);
  /** By trace and response id: some servers repeat their ids, and across traces the same id is not the same call. */
  readonly #byResponse = new RecentMap<string, string>(REMEMBERED_CALLS);
  /** Spans that have a billed span somewhere below them, and which. */
  readonly #billedBelow = new RecentMap<string, string>(REMEMBERED_CALLS);
  readonly #twins = new TwinCalls();

  /** @returns Id of the span that carries the bill already, or `undefined` when this one is to be billed; it then is. */
  claim(operation: Operation): string | undefined {
    const { spanId, traceId, parentSpanId, responseId } = operation;
    if (spanId === undefined || traceId === undefined) return undefined;
    const response = responseId === undefined ? undefined : `${traceId}/${responseId}`;
    const billed = this.#find(spanId, parentSpanId, response);
    // A call of unknown usage claims nothing: another view of it may know the bill.
    if (billed !== undefined || operation.usageStatus === "missing") return billed;
    const twin = this.#twins.take(operation);
    if (twin === undefined) this.#twins.add(operation);
    const bill = twin ?? spanId;
    this.#bySpan.set(spanId, bill);
    if (response !== undefined) this.#byResponse.set(response, bill);
    if (parentSpanId !== undefined) this.#billedBelow.set(parentSpanId, bill);
    return twin;
  }

  #find(spanId: string, parentSpanId: string | undefined, response: string | undefined): string | undefined {
    return (
      this.#billedBelow.get(spanId) ??
      (parentSpanId === undefined ? undefined : this.#bySpan.get(parentSpanId)) ??
      (response === undefined ? undefined : this.#byResponse.get(response))
    );
  }

  /** Tells a span's parent, when the span ends, about what was billed below it. */
  passUp(spanId: string, parentSpanId: string | undefined): void {
    const billed = this.#billedBelow.get(spanId);
    if (billed !== undefined && parentSpanId !== undefined) this.#billedBelow.set(parentSpanId, billed);
  }
}
