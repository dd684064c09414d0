// SPDX-License-Identifier: Apache-2.0
import type { AlertChannel, DeliveryOutcome } from "./channel.ts";
import type { AlertEvent, AlertType } from "./event.ts";
import { retryDelayMs } from "./retry.ts";
import { setQuietTimeout } from "./timers.ts";
import type { Timers } from "./timers.ts";

/** An attempt to deliver that failed, or an alert that was given up. */
export interface DeliveryFailure {
  readonly channel: string;
  readonly type: AlertType;
  /** Of the alert. */
  readonly key: string;
  /** Attempts made so far; 0 when the alert was dropped before the first. */
  readonly attempts: number;
  /** Holds no URL, no secret, and nothing a receiver wrote. */
  readonly reason: string;
  /** Wait before the next attempt, in milliseconds; absent when the alert is given up. */
  readonly retryInMs?: number;
}

/** What a channel has done so far. */
export interface ChannelStatistics {
  readonly name: string;
  readonly delivered: number;
  /** Alerts given up: attempts used up, no room, channel turned off, or shut down before. */
  readonly failed: number;
  /** Alerts waiting or on their way. */
  readonly pending: number;
  /** The receiver said that it is gone, or the dispatcher has shut down. */
  readonly isClosed: boolean;
}

/** How all lanes of a dispatcher work. */
export interface LaneSettings {
  readonly now: () => number;
  readonly random: () => number;
  readonly timers: Timers;
  readonly retryDelaysMs: readonly number[];
  readonly timeoutMs: number;
  readonly maxPending: number;
  /** Must not throw. */
  readonly onFailure: (failure: DeliveryFailure) => void;
}

/**
 * Is called once, when a channel has done with an alert: with true when it was delivered or given up for good, with
 * false when the process stops before, and somebody else has to tell it.
 */
export type Done = (isTold: boolean) => void;

interface Job {
  readonly event: AlertEvent;
  readonly done: Done;
  readonly attempts: number;
  readonly dueMs: number;
}

/** One channel's queue: one attempt at a time, each with a deadline, the earliest due first. Waits for no other lane. */
export class Lane {
  readonly #channel: AlertChannel;
  readonly #settings: LaneSettings;
  #waiting: Job[] = [];
  #current: AbortController | undefined;
  #timer: unknown;
  #pausedUntilMs = 0;
  #closedBy: { readonly reason: string; readonly isGone: boolean } | undefined;
  #whenIdle: (() => void)[] = [];
  #delivered = 0;
  #failed = 0;

  constructor(channel: AlertChannel, settings: LaneSettings) {
    this.#channel = channel;
    this.#settings = settings;
  }

  /** Takes an alert. With no room left the one that has waited longest goes: the newest says where a budget stands now. */
  offer(event: AlertEvent, done: Done): void {
    const job = { event, done, attempts: 0, dueMs: this.#settings.now() };
    if (this.#closedBy !== undefined) {
      this.#giveUp(job, this.#closedBy.reason, this.#closedBy.isGone);
      return;
    }
    if (this.#waiting.length >= this.#settings.maxPending) {
      const [longest, ...others] = this.#waiting;
      this.#waiting = others;
      if (longest !== undefined) this.#giveUp(longest, "too many alerts are waiting");
    }
    this.#waiting.push(job);
    this.#proceed();
  }

  /** Waits until nothing is on its way and nothing is due; an alert that waits for its next attempt is not due. */
  async idle(): Promise<void> {
    if (this.#current === undefined) return;
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  /**
   * Stops for good, giving up what is left.
   *
   * @param isGone - Whether nobody else could tell the receiver either.
   */
  close(reason: string, isGone: boolean): void {
    this.#closedBy ??= { reason, isGone };
    this.#settings.timers.clearTimeout(this.#timer);
    this.#current?.abort();
    const left = this.#waiting;
    this.#waiting = [];
    for (const job of left) this.#giveUp(job, reason, isGone);
  }

  statistics(): ChannelStatistics {
    return {
      name: this.#channel.name,
      delivered: this.#delivered,
      failed: this.#failed,
      pending: this.#waiting.length + (this.#current === undefined ? 0 : 1),
      isClosed: this.#closedBy !== undefined,
    };
  }

  /** Starts what is due, or sets the timer for what will be. */
  #proceed(): void {
    if (this.#current !== undefined) return;
    const { now, timers } = this.#settings;
    const [first] = this.#waiting.toSorted((left, right) => left.dueMs - right.dueMs);
    const waitMs = first === undefined ? 0 : Math.max(first.dueMs, this.#pausedUntilMs) - now();
    if (first !== undefined && waitMs <= 0) {
      this.#waiting.splice(this.#waiting.indexOf(first), 1);
      this.#start(first);
      return;
    }
    timers.clearTimeout(this.#timer);
    if (first !== undefined) this.#timer = setQuietTimeout(timers, () => this.#proceed(), waitMs);
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  #start(job: Job): void {
    this.#current = new AbortController();
    const outcome = this.#attempt(job, this.#current);
    if (outcome instanceof Promise) void outcome.then((settled) => this.#settle(job, settled));
    else this.#settle(job, outcome);
  }

  /** Never throws and never rejects. A channel that answers at once is not made to wait. */
  #attempt(job: Job, controller: AbortController): DeliveryOutcome | Promise<DeliveryOutcome> {
    const attempt = { signal: controller.signal, nowMs: this.#settings.now() };
    try {
      const outcome = this.#channel.deliver(job.event, attempt);
      // A promise may come from another realm.
      return "status" in outcome ? outcome : this.#withDeadline(Promise.resolve(outcome), controller);
    } catch (error) {
      return failureOutcome(error);
    }
  }

  /** The deadline holds for a channel that does not listen to its signal, too. */
  async #withDeadline(outcome: Promise<DeliveryOutcome>, controller: AbortController): Promise<DeliveryOutcome> {
    const { timers, timeoutMs } = this.#settings;
    const reason = `no answer within ${timeoutMs} ms`;
    const aborted = new Promise<DeliveryOutcome>((resolve) => {
      controller.signal.addEventListener("abort", () => resolve({ status: "retry", reason }), { once: true });
    });
    const timer = setQuietTimeout(timers, () => controller.abort(), timeoutMs);
    const settled = await Promise.race([aborted, outcome.catch(failureOutcome)]);
    timers.clearTimeout(timer);
    return settled;
  }

  #settle(job: Job, outcome: DeliveryOutcome): void {
    this.#current = undefined;
    if (outcome.status === "delivered") {
      this.#delivered += 1;
      job.done(true);
    } else {
      const tried = { ...job, attempts: job.attempts + 1 };
      if (outcome.status === "retry") this.#retry(tried, outcome);
      else {
        this.#giveUp(tried, outcome.reason);
        this.close(`channel is off since ${outcome.reason}`, true);
      }
    }
    this.#proceed();
  }

  #retry(job: Job, { reason, afterMs, isThrottled }: DeliveryOutcome & { status: "retry" }): void {
    const { now, random, retryDelaysMs } = this.#settings;
    const nowMs = now();
    const retryInMs = retryDelayMs(retryDelaysMs, job.attempts, afterMs, random());
    if (isThrottled === true) this.#pausedUntilMs = nowMs + (afterMs ?? retryInMs ?? 0);
    if (retryInMs === undefined || this.#closedBy !== undefined) {
      this.#giveUp(job, this.#closedBy?.reason ?? reason, this.#closedBy?.isGone);
      return;
    }
    this.#waiting.push({ ...job, dueMs: nowMs + retryInMs });
    this.#report(job, reason, retryInMs);
  }

  #giveUp(job: Job, reason: string, isTold = true): void {
    this.#failed += 1;
    this.#report(job, reason);
    job.done(isTold);
  }

  #report({ event, attempts }: Job, reason: string, retryInMs?: number): void {
    const { type, key } = event;
    const failure = { channel: this.#channel.name, type, key, attempts, reason };
    this.#settings.onFailure(retryInMs === undefined ? failure : { ...failure, retryInMs });
  }
}

/** Names an error without its message, which can hold an address. */
function failureOutcome(error: unknown): DeliveryOutcome {
  const { name, code, cause } = Object(error) as { name?: unknown; code?: unknown; cause?: { code?: unknown } };
  const parts = [name, code ?? cause?.code].filter((part) => typeof part === "string");
  return { status: "retry", reason: parts.join(" ") || "unknown error" };
}
