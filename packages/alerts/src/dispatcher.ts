// SPDX-License-Identifier: Apache-2.0
import type { AlertChannel } from "./channel.ts";
import type { AlertEvent } from "./event.ts";
import { Lane } from "./lane.ts";
import type { ChannelStatistics, DeliveryFailure, LaneSettings } from "./lane.ts";
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
  const { channels, timers = GLOBAL_TIMERS, onDeliveryFailure } = options;
  const settings: LaneSettings = {
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    timers,
    retryDelaysMs: options.retryDelaysMs ?? DEFAULT_RETRY_DELAYS_MS,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxPending: options.maxPending ?? DEFAULT_MAX_PENDING,
    onFailure(failure) {
      try {
        onDeliveryFailure?.(failure);
      } catch {
        // There is nobody left to tell.
      }
    },
  };
  const lanes = channels.map((channel) => new Lane(channel, settings));
  const always = new Set(channels.filter(({ isAlways }) => isAlways).map(({ name }) => name));
  const twice = channels.find(({ name }, index) => channels.findIndex((channel) => channel.name === name) !== index);
  if (twice !== undefined) throw new TypeError(`alert channels: expected each name once, got ${twice.name} twice`);

  async function flush(timeoutMs: number): Promise<boolean> {
    let timer: unknown;
    const deadline = new Promise<void>((resolve) => {
      timer = setQuietTimeout(timers, resolve, timeoutMs);
    });
    await Promise.race([Promise.all(lanes.map((lane) => lane.idle())), deadline]);
    timers.clearTimeout(timer);
    return lanes.every((lane) => lane.statistics().pending === 0);
  }

  return {
    dispatch(event) {
      for (const lane of lanes) {
        if (always.has(lane.name) || event.channels.includes(lane.name)) lane.offer(event);
      }
    },
    flush,
    async shutdown(timeoutMs) {
      await flush(timeoutMs);
      for (const lane of lanes) lane.close("shut down");
    },
    statistics: () => lanes.map((lane) => lane.statistics()),
  };
}
