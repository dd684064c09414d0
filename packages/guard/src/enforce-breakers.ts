// SPDX-License-Identifier: Apache-2.0
import { breakerRefusal, callFromOperation } from "@outlay/budget";
import type { Breakers, BreakerTrip } from "@outlay/budget";
import { enforcePolicy, notify, observeHumanWaits, observeOperations, refusalError } from "@outlay/core";
import type { Admission } from "@outlay/core";
import { createPriceEngine, nanoUsdFromPico } from "@outlay/pricing";
import type { PriceEngine } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";

import { callAttributes } from "./call-attributes.ts";

/** Options of {@link enforceBreakers}. */
export interface EnforceBreakersOptions {
  /** `shadow` tells what would have been stopped, and stops nothing. @defaultValue `"enforce"` */
  readonly mode?: "enforce" | "shadow";
  /** Is told of every trip, once for each scope and rule until somebody approves. */
  readonly onTrip?: (trip: BreakerTrip) => void;
  /** For the rule on the cost rate. @defaultValue an engine over the compiled price table */
  readonly prices?: PriceEngine;
}

/**
 * Lets breakers stop every instrumented call of this process before it is sent, and tells them how each call ended.
 *
 * @returns Takes them out of force again.
 */
export function enforceBreakers(breakers: Breakers, options: EnforceBreakersOptions = {}): () => void {
  const { mode = "enforce", onTrip, prices = createPriceEngine() } = options;
  const stopRecording = recordCalls(breakers, prices);
  const stopWaiting = observeHumanWaits({ began: (work) => breakers.wait(work) });
  const stopEnforcing = enforcePolicy({
    admit(call): Admission | undefined {
      const { traceId, agentDepth, outgoing } = call;
      const trips = breakers.admit({
        attributes: callAttributes(call),
        traceId,
        agentDepth,
        toolRounds: () => outgoing?.toolRounds?.() ?? [],
      });
      for (const trip of trips) if (trip.isFirst) notify("guard.onTrip", () => onTrip?.(trip));
      const [trip] = trips;
      return trip === undefined ? undefined : admissionOf(trip, mode);
    },
  });
  return () => {
    stopEnforcing();
    stopRecording();
    stopWaiting();
  };
}

function admissionOf(trip: BreakerTrip, mode: "enforce" | "shadow"): Admission {
  const isStopped = trip.action === "block" && mode === "enforce";
  const attributes = {
    [OUTLAY.BREAKER_NAME]: trip.breaker,
    [OUTLAY.BREAKER_RULE]: trip.rule,
    ...(trip.loop !== undefined && {
      [OUTLAY.LOOP_TOOLS]: [...trip.loop.tools],
      [OUTLAY.LOOP_ROUNDS]: trip.loop.rounds,
    }),
    ...(!isStopped && trip.action === "block" && { [OUTLAY.BUDGET_MODE]: mode }),
  };
  if (!isStopped) return { attributes };
  return { attributes, refusal: { createError: (SdkError) => refusalError(SdkError, breakerRefusal(trip)) } };
}

/** Tells breakers of every call that ends: its cost, tool calls, retries and failures. */
function recordCalls(breakers: Breakers, prices: PriceEngine): () => void {
  return observeOperations({
    operationEnded(operation) {
      const cost = prices.price(operation);
      const costNanoUsd = cost.status === "unpriced" ? undefined : nanoUsdFromPico(cost.totalPicoUsd);
      breakers.record({
        ...callFromOperation(operation, costNanoUsd),
        toolCalls: operation.toolCalls?.length,
        resends: operation.resendCount,
        failed: operation.status === "error",
      });
    },
  });
}
