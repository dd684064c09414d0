// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { budgetRefusal, callFromOperation } from "@outlay/budget";
import type { BudgetGuard, GuardVerdict, GuardedCall } from "@outlay/budget";
import { enforcePolicy, guard as guarded, observeOperations, refusalError } from "@outlay/core";
import type { Admission, Operation, PendingAdmission, PendingCall } from "@outlay/core";
import { createPriceEngine, nanoUsdFromPico } from "@outlay/pricing";
import type { PriceEngine } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";

import { callAttributes } from "./call-attributes.ts";
import { CallBounds } from "./call-bounds.ts";
import type { EstimateOptions } from "./call-bounds.ts";
import { countDecision } from "./decision-metrics.ts";
import { WarmPrompts } from "./warm-prompts.ts";

export type { EstimateOptions } from "./call-bounds.ts";

/** Options of {@link enforceBudgets}. */
export interface EnforceBudgetsOptions {
  /** @defaultValue an engine over the compiled price table */
  readonly prices?: PriceEngine;
  readonly estimate?: EstimateOptions;
}

/** Bytes of a prompt in one token, for guesses; bounds use one. */
const BYTES_PER_TOKEN = 4;

/**
 * Holds every instrumented call of this process to the budgets of a guard: before it is sent, whether it is sampled or
 * not, and also without any OpenTelemetry SDK.
 *
 * Give the guard to `OutlaySpanProcessor` as `budgets`, too: it prices what calls cost, once for all of their views, and
 * tells of thresholds. A call that no processor counts is counted here as it ended, without telling anybody but, once,
 * that this is so.
 *
 * @returns Takes the budgets out of force again.
 */
export function enforceBudgets(guard: BudgetGuard, options: EnforceBudgetsOptions = {}): () => void {
  const { prices = createPriceEngine(), estimate = {} } = options;
  const warm = new WarmPrompts();
  const settleLeft = leftSettler(guard, prices);
  const stopObserving = observeOperations({
    operationEnded(operation) {
      warm.ended(operation);
      settleLeft(operation);
    },
  });
  const stopEnforcing = enforcePolicy({
    admit(call): PendingAdmission {
      const id = call.spanId ?? "";
      // Without an SDK spans have no ids.
      const asking = guardedCall(call, /[^0]/.test(id) ? id : crypto.randomUUID(), prices, estimate, warm);
      const verdict = guard.admit(asking);
      return verdict instanceof Promise
        ? verdict.then((said) => admissionOf(guard, asking.id, said))
        : admissionOf(guard, asking.id, verdict);
    },
  });
  return () => {
    stopEnforcing();
    stopObserving();
  };
}

/**
 * Settles calls that are still held when everybody was told how they ended: of a provider without our processor, or by
 * one that failed. Nothing may hold a budget until its lease ends because nobody looked.
 */
function leftSettler(guard: BudgetGuard, prices: PriceEngine): (operation: Operation) => void {
  let isSaid = false;
  return (operation) => {
    const id = operation.admissionId;
    if (id === undefined) return;
    // Others may be told of this call only after us.
    queueMicrotask(() => {
      if (!guard.isLive(id)) return;
      const cost = guarded("guard.price", () => prices.price(operation));
      const costNanoUsd =
        cost === undefined || cost.status === "unpriced" ? undefined : nanoUsdFromPico(cost.totalPicoUsd);
      void guard.record(callFromOperation(operation, costNanoUsd));
      if (isSaid) return;
      isSaid = true;
      diag.warn(
        "outlay: a call under budgets was counted by no OutlaySpanProcessor; it is counted as it ended, without cost on its span and without alerts (said once)",
      );
    });
  };
}

function guardedCall(
  call: PendingCall,
  id: string,
  prices: PriceEngine,
  estimate: EstimateOptions,
  warm: WarmPrompts,
): GuardedCall {
  const bounds = new CallBounds(prices, call, estimate);
  const { request, traceId, startTimeMs } = call;
  return {
    id,
    atMs: startTimeMs,
    attributes: callAttributes(call),
    traceId,
    model: request.model,
    edits: call.edits,
    bound: (edit) => bounds.bound(edit),
    expectedNanoUsd: (model) =>
      bounds.price(model, warm.expect(call, model, Math.ceil(bounds.inputTokens / BYTES_PER_TOKEN))),
  };
}

function admissionOf(guard: BudgetGuard, id: string, verdict: GuardVerdict | undefined): Admission | undefined {
  if (verdict === undefined) return undefined;
  const { decision, budgets, edit, refusal } = verdict;
  guarded("guard.metrics", () => countDecision(guard, verdict));
  const attributes = {
    ...(decision !== "admitted" && { [OUTLAY.BUDGET_DECISION]: decision }),
    ...(budgets.length > 0 && { [OUTLAY.BUDGET_DECIDED_BY]: [...budgets] }),
    ...(decision !== "admitted" && guard.mode === "shadow" && { [OUTLAY.BUDGET_MODE]: guard.mode }),
  };
  const admission = { id, attributes, release: () => guard.cancel(id) };
  if (guard.mode === "shadow") return admission;
  if (refusal === undefined) return { ...admission, edit };
  return { id, attributes, refusal: { createError: (SdkError) => refusalError(SdkError, budgetRefusal(refusal)) } };
}
