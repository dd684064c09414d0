// SPDX-License-Identifier: Apache-2.0
import { trace } from "@opentelemetry/api";
import type { Attributes } from "@opentelemetry/api";
import { OUTLAY } from "@outlay/semconv";

import { guard } from "../guard.ts";
import { processState } from "../process-state.ts";
import { textOf } from "../read-fields.ts";
import { scopeAttributes } from "../scope.ts";

/** How a piece of work turned out, as the program judges it. */
export interface RecordedOutcome {
  /** Trace id, session id or run id of the work; by default of the active one. */
  readonly id?: string | undefined;
  readonly success: boolean;
  /** What it was worth, in whatever unit. */
  readonly value?: number | undefined;
}

/** An outcome with the ids that it may be known by. */
export interface KnownOutcome {
  /** All that name it: what is not given is the active trace, session and run. */
  readonly ids: readonly string[];
  readonly success: boolean;
  readonly value?: number | undefined;
  readonly traceId?: string | undefined;
  readonly sessionId?: string | undefined;
}

/** Is told of every outcome. Must be quick; what it throws is caught and counted. */
export type OutcomeObserver = (outcome: KnownOutcome) => void;

/**
 * Tells how a trace, a session or a run turned out: what calls cost is then shown by what they achieved. Late is fine,
 * and a later word takes the place of an earlier. The active span, where there is one, carries it into what is exported.
 */
export function recordOutcome({ id, success, value }: RecordedOutcome): void {
  const scope = scopeAttributes();
  const span = trace.getActiveSpan();
  guard("core.outcome", () => span?.setAttributes(outcomeAttributes({ id, success, value })));
  const traceId = id ?? span?.spanContext().traceId;
  const sessionId = textOf(scope["session.id"] ?? scope["gen_ai.conversation.id"]);
  const ids = id === undefined ? [traceId, sessionId, textOf(scope["outlay.run.id"])] : [id];
  const outcome = { ids: ids.filter((known) => known !== undefined), success, value, traceId, sessionId };
  for (const observe of processState.outcomeObservers) guard("core.outcome", () => observe(outcome));
}

function outcomeAttributes({ id, success, value }: RecordedOutcome): Attributes {
  return {
    [OUTLAY.OUTCOME_SUCCESS]: success,
    ...(value !== undefined && { [OUTLAY.OUTCOME_VALUE]: value }),
    ...(id !== undefined && { [OUTLAY.OUTCOME_ID]: id }),
  };
}

/**
 * Subscribes to every outcome that this process records.
 *
 * @returns Ends the subscription.
 */
export function observeOutcomes(observer: OutcomeObserver): () => void {
  processState.outcomeObservers.add(observer);
  return () => processState.outcomeObservers.delete(observer);
}
