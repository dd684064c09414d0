// SPDX-License-Identifier: Apache-2.0
import { trace } from "@opentelemetry/api";
import type { Attributes } from "@opentelemetry/api";

import { guard } from "../guard.ts";
import { processState } from "../process-state.ts";
import { scopeAttributes } from "../scope.ts";

/** Whose work waits: the trace, session and run that are active. */
export interface WaitingWork {
  readonly traceId?: string | undefined;
  readonly attributes: Attributes;
}

/** Is told when work begins to wait for a person. Must be quick; what it throws is caught and counted. */
export interface HumanWaitObserver {
  /** @returns Is called when the wait is over. */
  began(work: WaitingWork): () => void;
}

/**
 * Runs what waits for a person, an approval or an answer, so that the time is not held against the agent: breakers on
 * elapsed time leave it out.
 *
 * @param ask - What it returns, or throws, is returned, or thrown.
 */
export async function withHumanWait<Answer>(ask: () => Promise<Answer> | Answer): Promise<Answer> {
  const work = { traceId: trace.getActiveSpan()?.spanContext().traceId, attributes: scopeAttributes() };
  const observers = [...(processState.humanWaitObservers ?? [])];
  const ends = observers.map((observer) => guard("core.humanWait", () => observer.began(work)));
  try {
    return await ask();
  } finally {
    for (const end of ends) guard("core.humanWait", () => end?.());
  }
}

/**
 * Subscribes to every wait for a person that this process tells of.
 *
 * @returns Ends the subscription.
 */
export function observeHumanWaits(observer: HumanWaitObserver): () => void {
  const observers = (processState.humanWaitObservers ??= new Set());
  observers.add(observer);
  return () => observers.delete(observer);
}
