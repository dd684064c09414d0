// SPDX-License-Identifier: Apache-2.0
import type { AlertEvent } from "./event.ts";
import type { Done } from "./lane.ts";
import { groupText } from "./summary.ts";
import { setQuietTimeout } from "./timers.ts";
import type { Timers } from "./timers.ts";

/** Groups that a digest names. */
const MAX_NAMED = 10;

interface Waiting {
  readonly events: AlertEvent[];
  /** Told by the one alert that they become. */
  readonly done: Done[];
  readonly timer: unknown;
}

/** Collects alerts that differ in nothing but their group, for a moment, and hands them on as one. */
export class Digest {
  readonly #waitMs: number;
  readonly #timers: Timers;
  readonly #handOn: (event: AlertEvent, done: Done) => void;
  readonly #waiting = new Map<string, Waiting>();

  constructor(waitMs: number, timers: Timers, handOn: (event: AlertEvent, done: Done) => void) {
    this.#waitMs = waitMs;
    this.#timers = timers;
    this.#handOn = handOn;
  }

  /** Takes an alert; the first of its kind starts the wait. */
  offer(event: AlertEvent, done: Done): void {
    if (this.#waitMs <= 0 || !("budget" in event.data)) {
      this.#handOn(event, done);
      return;
    }
    const kind = JSON.stringify([event.type, event.state, event.data.budget, event.data.threshold]);
    const known = this.#waiting.get(kind);
    if (known !== undefined) {
      known.events.push(event);
      known.done.push(done);
      return;
    }
    const timer = setQuietTimeout(this.#timers, () => this.#release(kind), this.#waitMs);
    this.#waiting.set(kind, { events: [event], done: [done], timer });
  }

  /** Hands on what waits, now. */
  flush(): void {
    for (const kind of this.#waiting.keys()) this.#release(kind);
  }

  #release(kind: string): void {
    const held = this.#waiting.get(kind);
    if (held === undefined) return;
    this.#waiting.delete(kind);
    this.#timers.clearTimeout(held.timer);
    const [first, ...others] = held.events;
    if (first === undefined) return;
    const groups = others
      .slice(0, MAX_NAMED)
      .flatMap((event) => ("group" in event.data ? [groupText(event.data.group)] : []));
    this.#handOn(others.length === 0 ? first : { ...first, digest: { count: others.length, groups } }, (isTold) => {
      for (const done of held.done) done(isTold);
    });
  }
}
