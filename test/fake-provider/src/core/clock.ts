// SPDX-License-Identifier: Apache-2.0

/** The time as milliseconds since the epoch. */
export type Now = () => number;

/** A clock that stands still until it is told to move. */
export interface ManualClock {
  readonly now: Now;
  /** Moves the clock forward. */
  advance(milliseconds: number): void;
}

/** Creates a clock for `startFakeProvider({ now: clock.now })`, so that caches expire when a test says so. */
export function manualClock(startMs: number = Date.UTC(2026, 10, 2, 9)): ManualClock {
  let current = startMs;
  return {
    now: () => current,
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}
