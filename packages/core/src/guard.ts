// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";

import { processState } from "./process-state.ts";

/**
 * Runs our own code inside the user's program: what it throws is counted, said once, and goes no further.
 *
 * @param site - Stable name of the place, such as `openai.response`; the unit of counting.
 * @returns What `run` returned, or `undefined` when it threw.
 */
export function guard<T>(site: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    reportProblem(site, error);
    return undefined;
  }
}

/**
 * Tells a listener of the program's, as {@link guard} does. One that is asynchronous after all is not waited for, and
 * what it rejects with is counted as what it throws is.
 */
export function notify(site: string, tell: () => unknown): void {
  const told = guard(site, tell);
  if (told instanceof Promise) told.catch((error: unknown) => reportProblem(site, error));
}

/**
 * Counts something that went wrong on our side, and says it once per site.
 *
 * The message of an error may quote what the user sent, so only its class is logged.
 */
export function reportProblem(site: string, error: unknown): void {
  if (countProblems(site, 1) > 1) return;
  const kind = error instanceof Error ? error.name : typeof error === "string" ? error : typeof error;
  diag.error(`outlay: caught a problem of its own, the call goes on (said once per site)`, site, kind);
}

/**
 * Counts without saying anything, for sites that somebody else speaks for.
 *
 * @returns How many there were so far, these included.
 */
export function countProblems(site: string, count: number): number {
  const total = (processState.problems.get(site) ?? 0) + count;
  processState.problems.set(site, total);
  return total;
}

/** How often each site reported a problem since the process started. */
export function problemCounts(): ReadonlyMap<string, number> {
  return processState.problems;
}
