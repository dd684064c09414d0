// SPDX-License-Identifier: Apache-2.0

/** The timers of the surroundings. */
export interface Timers {
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The global timers. */
export const GLOBAL_TIMERS: Timers = {
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (timer) => clearTimeout(timer as Parameters<typeof clearTimeout>[0]),
};

/** Sets a timer that does not keep a process alive, where there is such a thing. */
export function setQuietTimeout(timers: Timers, callback: () => void, delayMs: number): unknown {
  const timer = timers.setTimeout(callback, delayMs);
  if (typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function") {
    timer.unref();
  }
  return timer;
}
