// SPDX-License-Identifier: Apache-2.0
import type { Eventually } from "../ledger/ledger-store.ts";

/** Steps that wait with `yield*`, as an `async` function does with `await`. */
export type Steps<Result> = Generator<Eventually<unknown>, Result, unknown>;

/** Waits for a value inside {@link Steps}. */
export function* wait<Value>(value: Eventually<Value>): Steps<Value> {
  return (yield value) as Value;
}

/**
 * Runs steps, at once as long as nothing they wait for is elsewhere: a ledger in memory must not cost a call a tick,
 * and one in Redis must be asked by the same code.
 */
export function run<Result>(steps: Steps<Result>): Eventually<Result> {
  return go(steps, steps.next());
}

function go<Result>(steps: Steps<Result>, first: IteratorResult<Eventually<unknown>, Result>): Eventually<Result> {
  let step = first;
  while (step.done !== true) {
    const { value } = step;
    if (value instanceof Promise) {
      return value.then(
        (given: unknown) => go(steps, steps.next(given)),
        (error: unknown) => go(steps, steps.throw(error)),
      );
    }
    step = steps.next(value);
  }
  return step.value;
}
