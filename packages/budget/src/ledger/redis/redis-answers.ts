// SPDX-License-Identifier: Apache-2.0
import type { CounterState, FoundLeases } from "../ledger-store.ts";

/** Reads what a script tells of a counter: five sums as text, none of what was never counted. */
export function readState(answer: unknown): CounterState {
  const [spent, held, granted, calls, unknownCalls] = answer as readonly (string | null | undefined)[];
  return {
    spent: Number(spent ?? 0),
    held: Number(held ?? 0),
    granted: Number(granted ?? 0),
    calls: Number(calls ?? 0),
    unknownCalls: Number(unknownCalls ?? 0),
  };
}

/** Reads what a script tells of several counters. */
export function readStates(answer: unknown): CounterState[] {
  return (answer as readonly unknown[]).map(readState);
}

/** Reads how many leases were found ended. */
export function readEnded(answer: string | undefined): FoundLeases {
  const expired = Number(answer ?? 0);
  return expired === 0 ? {} : { expired };
}

/** Reads which counters did not admit, and where all stand. */
export function readDenied(
  failing: unknown,
  states: unknown,
): { readonly failing: readonly number[]; readonly states: readonly CounterState[] } {
  return { failing: (failing as readonly string[]).map(Number), states: readStates(states) };
}
