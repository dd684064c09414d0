// SPDX-License-Identifier: Apache-2.0
import type { AlertEvent } from "./event.ts";
import { setQuietTimeout } from "./timers.ts";
import type { Timers } from "./timers.ts";

/** Alerts whose end is waited for; past it the ones told first are left to people. */
const MAX_OPEN = 1_000;
/** Timers take no more. */
const MAX_WAIT_MS = 2_147_483_647;

/** Says that an alert is over when the window of its budget has ended, in a process that lives so long. */
export class Resolver {
  readonly #now: () => number;
  readonly #timers: Timers;
  readonly #resolve: (event: AlertEvent) => void;
  readonly #open = new Map<string, unknown>();

  constructor(now: () => number, timers: Timers, resolve: (event: AlertEvent) => void) {
    this.#now = now;
    this.#timers = timers;
    this.#resolve = resolve;
  }

  /** Waits for the end of an alert that was told. */
  told(event: AlertEvent): void {
    const end = endOf(event);
    if (end === undefined || event.state === "resolved" || this.#open.has(event.key)) return;
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MAX_OPEN) this.#forget(oldest);
    this.#wait(event, Date.parse(end));
  }

  /** Waits no longer for the end of an alert that is over before. */
  over({ key }: AlertEvent): void {
    this.#forget(key);
  }

  /** Waits for nothing any more. */
  close(): void {
    for (const key of this.#open.keys()) this.#forget(key);
  }

  #wait(event: AlertEvent, endMs: number): void {
    const leftMs = endMs - this.#now();
    const timer = setQuietTimeout(
      this.#timers,
      () => {
        if (this.#now() < endMs) return this.#wait(event, endMs);
        this.#open.delete(event.key);
        this.#resolve({ ...event, state: "resolved", atMs: endMs });
      },
      Math.min(Math.max(leftMs, 0), MAX_WAIT_MS),
    );
    this.#open.set(event.key, timer);
  }

  #forget(key: string): void {
    this.#timers.clearTimeout(this.#open.get(key));
    this.#open.delete(key);
  }
}

/** When an alert is over without anybody doing anything; a pace, before its window is. */
export function endOf({ data }: AlertEvent): string | undefined {
  if ("burn" in data && data.burn !== undefined) return data.burn.until;
  return "window" in data ? data.window.end : undefined;
}
