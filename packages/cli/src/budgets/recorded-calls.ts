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
  readonly spanId: string | undefined;
  /** Whether it reached the provider: what a budget refused did not. */
  readonly isSent: boolean;
}

/** Status of a call that another span has the bill of, and of one that nobody has. */
const [DUPLICATE, NOT_BILLED] = ["duplicate", "not_billed"];

/**
 * Gathers the billed calls of recorded spans, priced as they would be today, in the order in which they began.
 *
 * @param also - `unsent`: calls as well that were refused before they were sent, or by the provider.
 */
export async function recordedCalls(
  spans: AsyncIterable<SpanFacts>,
  prices: PriceEngine,
  also: { readonly unsent?: boolean } = {},
): Promise<readonly RecordedCall[]> {
  const calls: RecordedCall[] = [];
  for await (const span of spans) {
    const operation = operationFromSpan(span);
    const status = operation?.attributes[OUTLAY.COST_STATUS];
    if (operation === undefined || status === DUPLICATE) continue;
    const isSent = status !== NOT_BILLED;
    if (!isSent && also.unsent !== true) continue;
    const cost = prices.price(operation);
    const costNanoUsd = cost.status === "unpriced" ? undefined : nanoUsdFromPico(cost.totalPicoUsd);
    const call = callFromOperation(operation, costNanoUsd);
    const counted = { ...call, findings: recordedFindings(span, call) };
    calls.push({ call: counted, endMs: operation.endTimeMs, spanId: operation.spanId, isSent });
  }
  return calls.toSorted((one, other) => one.call.atMs - other.call.atMs);
}
