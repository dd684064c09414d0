// SPDX-License-Identifier: Apache-2.0
import { callFromOperation } from "@outlay/budget";
import type { BudgetCall } from "@outlay/budget";
import { operationFromSpan } from "@outlay/core";
import type { SpanFacts } from "@outlay/core";
import { nanoUsdFromPico } from "@outlay/pricing";
import type { PriceEngine } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";

import { recordedFindings } from "./recorded-findings.ts";

/** A call as it was, and when it ended. */
export interface RecordedCall {
  readonly call: BudgetCall;
  readonly endMs: number;
}

/** Statuses that say that a span carries no bill. */
const UNBILLED: ReadonlySet<unknown> = new Set(["duplicate", "not_billed"]);

/** Gathers the billed calls of recorded spans, priced as they would be today, in the order in which they began. */
export async function recordedCalls(
  spans: AsyncIterable<SpanFacts>,
  prices: PriceEngine,
): Promise<readonly RecordedCall[]> {
  const calls: RecordedCall[] = [];
  for await (const span of spans) {
    const operation = operationFromSpan(span);
    if (operation === undefined || UNBILLED.has(operation.attributes[OUTLAY.COST_STATUS])) continue;
    const cost = prices.price(operation);
    const costNanoUsd = cost.status === "unpriced" ? undefined : nanoUsdFromPico(cost.totalPicoUsd);
    const call = callFromOperation(operation, costNanoUsd);
    calls.push({ call: { ...call, findings: recordedFindings(span, call) }, endMs: operation.endTimeMs });
  }
  return calls.toSorted((one, other) => one.call.atMs - other.call.atMs);
}
