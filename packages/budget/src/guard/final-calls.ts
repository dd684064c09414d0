// SPDX-License-Identifier: Apache-2.0
import type { TouchedBudget } from "./holds.ts";

/** Attribute of a call that brings a run to its end. */
const FINAL_ATTRIBUTE = "outlay.call.final";
/** Counters remembered; the oldest are forgotten first, and then have no final call left. */
const MAX_REMEMBERED = 10_000;

/**
 * The soft landing: after the first refusal under a budget a few more calls may use the part of the cap that was kept
 * for them, so that an agent can sum up what it has. They stay under the cap like any other.
 */
export class FinalCalls {
  readonly #left = new Map<string, number>();

  /** What a call may reach in a budget. */
  capOf({ admission, counter }: TouchedBudget, attributes: Readonly<Record<string, unknown>>): number {
    const isFinal = attributes[FINAL_ATTRIBUTE] === true || (this.#left.get(keyOf(counter)) ?? 0) > 0;
    return isFinal ? admission.cap : admission.ordinaryCap;
  }

  /** A call was refused: the next ones are the last. */
  refused({ admission, counter }: TouchedBudget): void {
    const key = keyOf(counter);
    if (admission.finalCalls === 0 || this.#left.has(key)) return;
    const [oldest] = this.#left.keys();
    if (oldest !== undefined && this.#left.size >= MAX_REMEMBERED) this.#left.delete(oldest);
    this.#left.set(key, admission.finalCalls);
  }

  /** A call was admitted. */
  admitted({ counter }: TouchedBudget): void {
    const key = keyOf(counter);
    const left = this.#left.get(key);
    if (left !== undefined && left > 0) this.#left.set(key, left - 1);
  }
}

function keyOf({ plan, window, key }: TouchedBudget["counter"]): string {
  return JSON.stringify([plan.name, window.key, key]);
}
