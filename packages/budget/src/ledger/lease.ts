// SPDX-License-Identifier: Apache-2.0
import type { Counter } from "../counter.ts";
import type { Charge } from "../tally.ts";
import { isSameCounter } from "./counter-state.ts";
import type { CounterRef, Hold } from "./ledger-store.ts";

/** A day: longer than any call, so that none is taken for dead that still reports. */
export const MAX_LEASE_AGE_MS = 86_400_000;

/** A call that runs, or whose lease has ended without a word. */
export interface Lease {
  readonly id: string;
  readonly createdMs: number;
  expiresAtMs: number;
  readonly holds: readonly Hold[];
  /** Of each hold, where it is held; not the counter named when that found no room. */
  readonly counters: readonly Counter[];
  /** False when it has ended and what it held was given back. */
  isRunning: boolean;
  /** Neighbours in the list of running leases. */
  older: Lease | undefined;
  newer: Lease | undefined;
}

/** What is charged in the name of a call of which nothing was heard. */
export function assumedCharge(amount: number): Charge {
  return { amount, tokens: 0, calls: 1, estimated: true };
}

/** Gives back to all counters what a call held in them. */
export function returnHolds({ holds, counters }: Lease): void {
  let index = 0;
  for (const counter of counters) {
    counter.held -= holds[index]?.amount ?? 0;
    index += 1;
  }
}

/** Finds where a call holds something of what it is charged for, most likely at the same place in both lists. */
export function heldIn(lease: Lease | undefined, ref: CounterRef, index: number): Counter | undefined {
  if (lease === undefined) return undefined;
  // A hold of nothing does not keep its counter in the table.
  const place = lease.holds[index];
  if (place !== undefined && place.amount > 0 && isSameCounter(place.counter, ref)) return lease.counters[index];
  const found = lease.holds.findIndex(({ counter, amount }) => amount > 0 && isSameCounter(counter, ref));
  return lease.counters[found];
}
