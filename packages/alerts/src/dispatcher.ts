// SPDX-License-Identifier: Apache-2.0
import type { AlertChannel } from "./channel.ts";
import type { AlertEvent } from "./event.ts";
import { Digest } from "./digest.ts";
import { Lane } from "./lane.ts";
import type { ChannelStatistics, DeliveryFailure, Done, LaneSettings } from "./lane.ts";
import { Resolver } from "./resolver.ts";
import { DEFAULT_RETRY_DELAYS_MS } from "./retry.ts";
import { GLOBAL_TIMERS, setQuietTimeout } from "./timers.ts";
import type { Timers } from "./timers.ts";

/** Options of {@link createAlertDispatcher}. */
export interface AlertDispatcherOptions {
  /** Each name once. */
  readonly channels: readonly AlertChannel[];
  /** Is told of every attempt that failed and every alert given up. What it throws is ignored. */
  readonly onDeliveryFailure?: (failure: DeliveryFailure) => void;
  /** Longest one attempt may take. @defaultValue `15_000` */
  readonly timeoutMs?: number;
  /** Waits between attempts, each varied by a fifth. @defaultValue 5 s, 30 s, 5 min, 30 min, 2 h */
  readonly retryDelaysMs?: readonly number[];
  /** Alerts that may wait in one channel; beyond it the one that has waited longest is dropped. @defaultValue `1_000` */
  readonly maxPending?: number;
  /** The clock, epoch milliseconds. @defaultValue `Date.now` */
  readonly now?: () => number;
  /** Chance, from 0 to 1. @defaultValue `Math.random` */
  readonly random?: () => number;
  /** @defaultValue the global timers, which never keep a Node process alive */
  readonly timers?: Timers;
}

/** Takes alerts to their channels. Nothing here throws, waits on a channel, or keeps a process alive. */
export interface AlertDispatcher {
  /** Takes one alert for every channel it names and those that are always told. */
  dispatch(event: AlertEvent): void;
  /**
   * Dispatches, and waits until every channel has done with the alert, which may take as long as all attempts do.
   *
   * @returns Whether it was delivered or given up for good; false when the dispatcher was shut down before, so that
   * whoever keeps the alert has to have it told again.
   */
  deliver(event: AlertEvent): Promise<boolean>;
  /**
   * Waits until nothing is on its way any more, but no longer than `timeoutMs`. Alerts waiting for their next attempt
   * are not waited for.
   *
   * @returns Whether no alert is left.
   */
  flush(timeoutMs: number): Promise<boolean>;
  /** Flushes, then stops for good; what is left is given up and reported. */
  shutdown(timeoutMs: number): Promise<void>;
  statistics(): readonly ChannelStatistics[];
}

const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_MAX_PENDING = 1_000;

/**
 * Makes a dispatcher. Each channel has a queue of its own, so a dead one holds up nobody.
 *
 * @throws {TypeError} If two channels have one name.
 */
export function createAlertDispatcher(options: AlertDispatcherOptions): AlertDispatcher {
  const names = options.channels.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TypeError(`alert channels: expected each name once, got ${twice} twice`);
  return new Dispatcher(options);
}

function settingsOf({ onDeliveryFailure, ...options }: AlertDispatcherOptions): LaneSettings {
  return {
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    timers: options.timers ?? GLOBAL_TIMERS,
    retryDelaysMs: options.retryDelaysMs ?? DEFAULT_RETRY_DELAYS_MS,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxPending: options.maxPending ?? DEFAULT_MAX_PENDING,
    onFailure(failure) {
      try {
        const told: unknown = onDeliveryFailure?.(failure);
        // It may be asynchronous after all.
        if (told instanceof Promise) told.catch(() => undefined);
      } catch {
        // There is nobody left to tell.
      }
    },
  };
}

class Dispatcher implements AlertDispatcher {
  readonly #timers: Timers;
  readonly #lanes: readonly Lane[];
  readonly #posts: readonly Post[];
  readonly #resolver: Resolver;

  constructor(options: AlertDispatcherOptions) {
    const settings = settingsOf(options);
    this.#timers = settings.timers;
    const posts = options.channels.map((channel) => new Post(channel, new Lane(channel, settings), settings.timers));
    this.#posts = posts;
    this.#lanes = posts.map(({ lane }) => lane);
    this.#resolver = new Resolver(settings.now, settings.timers, (event) => {
      for (const post of posts) post.offer(event, ignore);
    });
  }

  dispatch(event: AlertEvent): void {
    this.#offer(event, ignore);
  }

  deliver(event: AlertEvent): Promise<boolean> {
    return new Promise((resolve) => {
      let left = this.#posts.filter((post) => post.takes(event)).length;
      let isTold = true;
      if (left === 0) resolve(true);
      this.#offer(event, (isToldHere) => {
        isTold &&= isToldHere;
        left -= 1;
        if (left === 0) resolve(isTold);
      });
    });
  }

  async flush(timeoutMs: number): Promise<boolean> {
    for (const post of this.#posts) post.flush();
    let timer: unknown;
    const deadline = new Promise<void>((resolve) => {
      timer = setQuietTimeout(this.#timers, resolve, timeoutMs);
    });
    await Promise.race([Promise.all(this.#lanes.map((lane) => lane.idle())), deadline]);
    this.#timers.clearTimeout(timer);
    return this.#lanes.every((lane) => lane.statistics().pending === 0);
  }

  async shutdown(timeoutMs: number): Promise<void> {
    this.#resolver.close();
    await this.flush(timeoutMs);
    for (const lane of this.#lanes) lane.close("shut down", false);
  }

  statistics(): readonly ChannelStatistics[] {
    return this.#lanes.map((lane) => lane.statistics());
  }

  #offer(event: AlertEvent, done: Done): void {
    if (event.state === "resolved") this.#resolver.over(event);
    for (const post of this.#posts) post.offer(event, done);
    if (this.#posts.some((post) => post.resolves && post.takes(event))) this.#resolver.told(event);
  }
}

/** Where one channel's alerts are handed in: those it is to be told of, many groups as one where it wants it so. */
class Post {
  readonly lane: Lane;
  readonly resolves: boolean;
  readonly #channel: AlertChannel;
  readonly #digest: Digest;

  constructor(channel: AlertChannel, lane: Lane, timers: Timers) {
    this.lane = lane;
    this.resolves = channel.resolves === true;
    this.#channel = channel;
    this.#digest = new Digest(channel.groupWaitMs ?? 0, timers, (event, done) => lane.offer(event, done));
  }

  takes({ channels, state }: AlertEvent): boolean {
    if (state === "resolved" && !this.resolves) return false;
    return this.#channel.isAlways || channels.includes(this.#channel.name);
  }

  offer(event: AlertEvent, done: Done): void {
    if (this.takes(event)) this.#digest.offer(event, done);
  }

  flush(): void {
    this.#digest.flush();
  }
}

function ignore(): void {
  // Nobody waits for it.
}
