// SPDX-License-Identifier: Apache-2.0
import type { CounterRef, CounterState, Hold, Reservation } from "./ledger-store.ts";

/** A counter in which nothing was ever counted. */
export const NO_STATE: CounterState = Object.freeze({ spent: 0, held: 0, granted: 0, calls: 0, unknownCalls: 0 });

/** Takes what is told about a counter out of anything that has it. */
export function stateOf(counter: CounterState | undefined): CounterState {
  if (counter === undefined) return NO_STATE;
  const { spent, held, granted, calls, unknownCalls } = counter;
  return { spent, held, granted, calls, unknownCalls };
}

/** Decides whether a counter admits a hold: up to the cap, the cap included, and never under a cap of zero. */
export function admits({ spent, held, granted }: CounterState, { amount, cap }: Hold): boolean {
  const allowed = cap + granted;
  return allowed > 0 && spent + held + amount <= allowed;
}

/** Tells whether two names mean one counter, whatever their limits. */
export function isSameCounter(left: CounterRef, right: CounterRef): boolean {
  if (left === right) return true;
  return (
    left.key === right.key &&
    left.window.startMs === right.window.startMs &&
    (left.plan === right.plan || left.plan.ledgerKey === right.plan.ledgerKey)
  );
}

/**
 * Refuses what no ledger can hold: with an amount that is not a number every comparison would be false.
 *
 * @throws {RangeError} Naming the budget.
 */
export function checkReservation({ holds, leaseMs }: Reservation): void {
  for (const { counter, amount, cap, expiryAmount } of holds) {
    if (isAmount(amount) && isAmount(expiryAmount) && cap >= 0) continue;
    throw new RangeError(`Budget ${counter.plan.name}: holds ${amount} under ${cap}, ${expiryAmount} on expiry`);
  }
  if (!(leaseMs > 0)) throw new RangeError(`Lease of ${leaseMs} ms`);
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
