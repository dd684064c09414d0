// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { DELIVERED } from "../src/channel.ts";
import type { AlertChannel, DeliveryOutcome } from "../src/channel.ts";
import { createAlertDispatcher } from "../src/dispatcher.ts";
import type { AlertDispatcherOptions } from "../src/dispatcher.ts";
import type { AlertEvent } from "../src/event.ts";
import type { DeliveryFailure } from "../src/lane.ts";
import { DEFAULT_RETRY_DELAYS_MS, retryDelayMs } from "../src/retry.ts";
import { thresholdAlert } from "./alerts.ts";
import { ManualClock } from "./manual-clock.ts";

type Deliver = (event: AlertEvent, signal: AbortSignal) => DeliveryOutcome | Promise<DeliveryOutcome>;

const RETRY: DeliveryOutcome = { status: "retry", reason: "not now" };

function channel(name: string, deliver: Deliver, isAlways = false): AlertChannel {
  return { name, isAlways, deliver: (event, { signal }) => deliver(event, signal) };
}

/** Teams of the alerts that a channel took, and a dispatcher on a clock that stands. */
function dispatcherOf(channels: readonly AlertChannel[], options: Partial<AlertDispatcherOptions> = {}) {
  const clock = new ManualClock();
  const failures: DeliveryFailure[] = [];
  const dispatcher = createAlertDispatcher({
    channels,
    now: clock.now,
    timers: clock,
    random: () => 0.5,
    onDeliveryFailure: (failure) => failures.push(failure),
    ...options,
  });
  return { clock, failures, dispatcher };
}

function alertFor(team: string, channels: readonly string[] = ["hook"]): AlertEvent {
  return { ...thresholdAlert(team), key: team, channels };
}

describe("dispatch", () => {
  it("tells the channels an alert names, and those that are always told, before it returns", () => {
    const told: string[] = [];
    const tell = (name: string, isAlways = false): AlertChannel =>
      channel(name, () => (told.push(name), DELIVERED), isAlways);
    const { dispatcher } = dispatcherOf([tell("log", true), tell("finops"), tell("oncall")]);
    dispatcher.dispatch(alertFor("a", ["oncall", "nobody"]));
    expect(told).toEqual(["log", "oncall"]);
    dispatcher.dispatch(alertFor("a", []));
    expect(told).toEqual(["log", "oncall", "log"]);
  });

  it("refuses two channels of one name", () => {
    expect(() => dispatcherOf([channel("hook", () => DELIVERED), channel("hook", () => DELIVERED)])).toThrow(
      new TypeError("alert channels: expected each name once, got hook twice"),
    );
  });

  it("scenario 29: does not throw when a channel does, nor when whoever is told of it does", async () => {
    const throws = channel("hook", () => {
      throw new RangeError("https://secret.example");
    });
    const rejects = channel("late", () => Promise.reject(new Error("https://secret.example")));
    const odd = channel("odd", () => {
      throw null as unknown as Error;
    });
    const { dispatcher, failures } = dispatcherOf([throws, rejects, odd]);
    dispatcher.dispatch(alertFor("a", ["hook", "late", "odd"]));
    await dispatcher.flush(1_000);
    expect(failures.map(({ channel: name, reason }) => [name, reason])).toEqual([
      ["hook", "RangeError"],
      ["odd", "unknown error"],
      ["late", "Error"],
    ]);
    const unhandled: unknown[] = [];
    const note = (reason: unknown): number => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const broken = (): never => {
      throw new Error("broken");
    };
    for (const onDeliveryFailure of [broken, async () => broken()] as (() => void)[]) {
      const deaf = dispatcherOf([throws], { onDeliveryFailure });
      expect(() => deaf.dispatcher.dispatch(alertFor("a"))).not.toThrow();
    }
    await new Promise(setImmediate);
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  it("scenario 29: lets no dead channel hold up another", async () => {
    const told: string[] = [];
    const dead = channel("dead", () => new Promise(() => undefined));
    const alive = channel("alive", async ({ key }) => (told.push(key), DELIVERED));
    const { dispatcher, clock, failures } = dispatcherOf([dead, alive]);
    for (const team of ["a", "b", "c"]) dispatcher.dispatch(alertFor(team, ["dead", "alive"]));
    await expect.poll(() => told.length).toBe(3);
    const flushed = dispatcher.flush(1_000);
    clock.advance(1_000);
    expect(await flushed).toBe(false);
    expect(told).toEqual(["a", "b", "c"]);
    expect(failures).toEqual([]);
    expect(dispatcher.statistics()).toMatchObject([{ pending: 3 }, { pending: 0, delivered: 3 }]);
  });

  it("sends one alert at a time in a channel, and goes on with the next while one waits for its turn again", async () => {
    const told: string[] = [];
    let running = 0;
    const flaky = channel("hook", async ({ key }) => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      running -= 1;
      told.push(key);
      return key === "a" && told.length === 1 ? RETRY : DELIVERED;
    });
    const { dispatcher, clock } = dispatcherOf([flaky]);
    for (const team of ["a", "b", "c"]) dispatcher.dispatch(alertFor(team));
    expect(await dispatcher.flush(1_000)).toBe(false);
    expect(told).toEqual(["a", "b", "c"]);
    clock.advance(5_000);
    expect(await dispatcher.flush(1_000)).toBe(true);
    expect(told).toEqual(["a", "b", "c", "a"]);
  });

  it("tries first what is due first", () => {
    const told: string[] = [];
    const { dispatcher, clock } = dispatcherOf([channel("hook", ({ key }) => (told.push(key), RETRY))]);
    dispatcher.dispatch(alertFor("a"));
    clock.advance(5_000);
    dispatcher.dispatch(alertFor("b"));
    clock.advance(5_000);
    expect(told).toEqual(["a", "a", "b", "b"]);
  });

  it("drops the alert that has waited longest when too many wait, and counts it", async () => {
    const stuck = channel("hook", () => new Promise(() => undefined));
    const { dispatcher, failures } = dispatcherOf([stuck], { maxPending: 2 });
    for (const team of ["sending", "a", "b", "c", "d"]) dispatcher.dispatch(alertFor(team));
    expect(failures.map(({ key, attempts, reason }) => [key, attempts, reason])).toEqual([
      ["a", 0, "too many alerts are waiting"],
      ["b", 0, "too many alerts are waiting"],
    ]);
    expect(dispatcher.statistics()).toEqual([{ name: "hook", delivered: 0, failed: 2, pending: 3, isClosed: false }]);
  });
});

describe("deliver", () => {
  /** What it says, or that it has not said anything yet. */
  async function saidBy(delivered: Promise<boolean>): Promise<boolean | "waits"> {
    for (let tick = 0; tick < 10; tick += 1) await Promise.resolve();
    return Promise.race([delivered, Promise.resolve("waits" as const)]);
  }

  it("says when every channel has taken the alert, however often it had to be tried", async () => {
    const answers = [RETRY, RETRY, DELIVERED];
    const hook = channel("hook", async () => answers.shift() ?? DELIVERED);
    const { dispatcher, clock } = dispatcherOf([channel("log", () => DELIVERED, true), hook]);
    const delivered = dispatcher.deliver(alertFor("a"));
    expect(await saidBy(delivered)).toBe("waits");
    clock.advance(5_000);
    expect(await saidBy(delivered)).toBe("waits");
    clock.advance(30_000);
    expect(await saidBy(delivered)).toBe(true);
    expect(await saidBy(dispatcher.deliver(alertFor("b", [])))).toBe(true);
  });

  it.each<[string, DeliveryOutcome, Partial<AlertDispatcherOptions>]>([
    ["the last attempt has failed", RETRY, { retryDelaysMs: [] }],
    ["the receiver is gone", { status: "disabled", reason: "HTTP 410" }, {}],
  ])("counts an alert as told when %s: nobody else could tell it either", async (_, outcome, options) => {
    const { dispatcher } = dispatcherOf([channel("hook", async () => outcome)], options);
    expect(await saidBy(dispatcher.deliver(alertFor("a")))).toBe(true);
    expect(await saidBy(dispatcher.deliver(alertFor("b")))).toBe(true);
  });

  it("leaves to others what was not told before the shut-down", async () => {
    const { dispatcher } = dispatcherOf([channel("hook", async () => RETRY)]);
    const delivered = dispatcher.deliver(alertFor("a"));
    await dispatcher.shutdown(1_000);
    expect(await saidBy(delivered)).toBe(false);
    expect(await saidBy(dispatcher.deliver(alertFor("b")))).toBe(false);
  });

  it("scenario 22: says it of every alert of a digest, which is one message", async () => {
    const hook = { ...channel("hook", async () => DELIVERED), groupWaitMs: 30_000 };
    const { dispatcher, clock } = dispatcherOf([hook]);
    const delivered = ["a", "b", "c"].map((team) => dispatcher.deliver(alertFor(team)));
    expect(await Promise.all(delivered.map(saidBy))).toEqual(["waits", "waits", "waits"]);
    clock.advance(30_000);
    expect(await Promise.all(delivered.map(saidBy))).toEqual([true, true, true]);
    expect(dispatcher.statistics()).toMatchObject([{ delivered: 1 }]);
  });
});

describe("shutdown", () => {
  it("waits for what is on its way, gives up the rest and takes nothing more", async () => {
    const told: string[] = [];
    const hook = channel("hook", async ({ key }) => (told.push(key), key === "b" ? RETRY : DELIVERED));
    const { dispatcher, failures, clock } = dispatcherOf([hook]);
    for (const team of ["a", "b"]) dispatcher.dispatch(alertFor(team));
    await dispatcher.shutdown(1_000);
    dispatcher.dispatch(alertFor("c"));
    expect(told).toEqual(["a", "b"]);
    expect(failures.map(({ key, reason, retryInMs }) => [key, reason, retryInMs])).toEqual([
      ["b", "not now", 5_000],
      ["b", "shut down", undefined],
      ["c", "shut down", undefined],
    ]);
    expect(clock.nextInMs()).toBeUndefined();
  });

  it("aborts an attempt that outlasts it", async () => {
    let aborted = false;
    const stuck = channel("hook", (_, signal) => {
      signal.addEventListener("abort", () => (aborted = true));
      return new Promise(() => undefined);
    });
    const { dispatcher, clock, failures } = dispatcherOf([stuck]);
    dispatcher.dispatch(alertFor("a"));
    const done = dispatcher.shutdown(2_000);
    clock.advance(2_000);
    await done;
    expect(aborted).toBe(true);
    await dispatcher.flush(1);
    expect(failures).toMatchObject([{ key: "a", reason: "shut down" }]);
    expect(dispatcher.statistics()).toMatchObject([{ failed: 1, pending: 0, isClosed: true }]);
  });
});

describe("the wait before the next attempt", () => {
  it("varies by a fifth, is never shorter than asked for, and ends", () => {
    expect(DEFAULT_RETRY_DELAYS_MS).toEqual([5_000, 30_000, 300_000, 1_800_000, 7_200_000]);
    expect(retryDelayMs([10_000], 1, undefined, 0)).toBe(8_000);
    expect(retryDelayMs([10_000], 1, undefined, 1)).toBe(12_000);
    expect(retryDelayMs([10_000], 1, 9_000, 0)).toBe(9_000);
    expect(retryDelayMs([10_000], 2, 9_000, 0)).toBeUndefined();
  });
});

describe("a dispatcher", () => {
  it("accounts for every alert: delivered, given up or waiting", async () => {
    const outcomes = fc.array(
      fc.constantFrom<DeliveryOutcome>(DELIVERED, RETRY, { status: "disabled", reason: "gone" }),
      {
        maxLength: 30,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        outcomes,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (script, count, maxPending) => {
          const answers = [...script];
          const hook = channel("hook", async () => answers.shift() ?? DELIVERED);
          const { dispatcher, clock, failures } = dispatcherOf([hook], { maxPending });
          for (let index = 0; index < count; index += 1) dispatcher.dispatch(alertFor(String(index)));
          for (let round = 0; round < 6; round += 1) {
            await dispatcher.flush(1_000);
            const [statistics] = dispatcher.statistics();
            const { delivered = 0, failed = 0, pending = 0 } = statistics ?? {};
            expect(delivered + failed + pending).toBe(count);
            expect(failures.filter(({ retryInMs }) => retryInMs === undefined)).toHaveLength(failed);
            clock.advance(clock.nextInMs() ?? 0);
          }
        },
      ),
    );
  });
});
