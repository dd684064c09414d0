// SPDX-License-Identifier: Apache-2.0
import { createMemoryStore } from "@outlay/budget";
import type { BudgetDefinition, LedgerStore } from "@outlay/budget";
import { enforcePolicy, problemCounts } from "@outlay/core";
import { createPriceEngine } from "@outlay/pricing";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import { alertsFromBudgetEvent, createAlertDispatcher, createConsoleChannel } from "../../alerts/src/index.ts";
import type { AlertChannel } from "../../alerts/src/index.ts";
import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";
import { putInForce } from "./in-force.ts";
import type { InForce, InForceOptions } from "./in-force.ts";

const CALL = { model: "gpt-5-mini", messages: [{ role: "user" as const, content: "hi" }], max_completion_tokens: 100 };
const REPLY = { text: "Hello.", usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 } };
const STORE_TIMEOUT_MS = 100;
/** For a machine that does other things as well. */
const SLACK_MS = 400;

let app: GuardedApp;
let inForce: InForce | undefined;
const unhandled: unknown[] = [];
const note = (reason: unknown): number => unhandled.push(reason);
let slowestMs = 0;

beforeAll(async () => {
  app = await startGuardedApp();
  process.on("unhandledRejection", note);
});
afterAll(async () => {
  process.off("unhandledRejection", note);
  process.stdout.write(
    `scenario 29: something of ours never answers, store timeout ${STORE_TIMEOUT_MS} ms: slowest call ${slowestMs.toFixed(0)} ms, unhandled rejections ${unhandled.length}\n`,
  );
  await app[Symbol.asyncDispose]();
});
afterEach(async () => {
  vi.useRealTimers();
  await inForce?.stop();
  inForce = undefined;
});

const never = (): Promise<never> => new Promise(() => undefined);

/** A store some of whose steps are never answered. */
function silent(...steps: readonly (keyof LedgerStore)[]): LedgerStore {
  const store = createMemoryStore({ name: crypto.randomUUID() });
  return new Proxy(store, {
    get: (target, name): unknown => {
      const step: unknown = (steps as readonly unknown[]).includes(name) ? never : Reflect.get(target, name);
      return typeof step === "function" ? (step.bind(target) as unknown) : step;
    },
  });
}

/** What the program gets, and how long that takes. */
async function answered(): Promise<unknown> {
  app.provider.enqueue(REPLY);
  const fromMs = performance.now();
  const { id: _id, created: _created, ...answer } = await app.openai.chat.completions.create(CALL);
  slowestMs = Math.max(slowestMs, performance.now() - fromMs);
  return answer;
}

const problems = (): number => [...problemCounts().values()].reduce((sum, count) => sum + count, 0);

/** Something of ours that never answers, and as what one call then counts it. */
type Hang = readonly [
  name: string,
  counted: { readonly problems: number; readonly storeErrors: number },
  options: () => InForceOptions,
  budget?: Partial<BudgetDefinition>,
];
const TOLD: Partial<BudgetDefinition> = {
  thresholds: [
    { at: "0.0001%", alert: ["stuck", "told"] },
    { at: 1, action: "block" },
  ],
};
const HANGS: readonly Hang[] = [
  [
    "a store that is asked",
    { problems: 0, storeErrors: 1 },
    () => ({ store: silent("reserve"), storeTimeoutMs: STORE_TIMEOUT_MS }),
  ],
  [
    "a store that is to settle",
    { problems: 0, storeErrors: 1 },
    () => ({ store: silent("settle"), storeTimeoutMs: STORE_TIMEOUT_MS / 4 }),
  ],
  [
    "a store that does neither",
    { problems: 0, storeErrors: 2 },
    () => ({ store: silent("reserve", "settle", "release"), storeTimeoutMs: STORE_TIMEOUT_MS / 4 }),
  ],
  ["who listens to events", { problems: 0, storeErrors: 0 }, () => ({ onBudgetEvent: () => void never() }), TOLD],
];

describe("something of ours that never answers", () => {
  it.each(HANGS.map((hang) => ({ name: hang[0], hang })))(
    "scenario 29: changes nothing for the program, delays it by the store's timeout at most, and is counted: $name",
    async ({ hang }) => {
      const [, counted, optionsOf, budget] = hang;
      const expected = await answered();
      const storeErrors: unknown[] = [];
      inForce = putInForce(budget ?? {}, { ...optionsOf(), onStoreError: (error) => storeErrors.push(error) });
      const before = problems();

      const fromMs = performance.now();
      expect(await answered()).toEqual(expected);
      expect(performance.now() - fromMs).toBeLessThan(STORE_TIMEOUT_MS + SLACK_MS);
      await inForce.processor.forceFlush();
      expect({ problems: problems() - before, storeErrors: storeErrors.length }).toEqual(counted);
      expect(unhandled).toEqual([]);
    },
  );

  it("scenario 29: a store that does not give back what was held for a call that was not sent delays nobody", async () => {
    inForce = putInForce({}, { store: silent("release"), storeTimeoutMs: 60_000 });
    const stop = enforcePolicy({ admit: () => ({ refusal: { createError: () => new Error("not by another") } }) });
    const fromMs = performance.now();
    const reason = await app.refusalOf(() => app.openai.chat.completions.create(CALL));
    stop();
    expect(reason).toEqual(new Error("not by another"));
    expect(performance.now() - fromMs).toBeLessThan(STORE_TIMEOUT_MS + SLACK_MS);
    expect(inForce.guard.liveCalls).toBe(0);
  });

  it("scenario 29: an approver that never answers is a no when its time is over", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const escalate = { at: 1, action: "escalate", timeout: "1m" } as const;
    inForce = putInForce({ limit: { usd: "0.00001" }, thresholds: [escalate] }, { approver: never });
    const refused = app.refusalOf(() => app.openai.chat.completions.create(CALL));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await refused).toMatchObject({ code: "budget_exceeded" });
    expect(inForce.guard.liveCalls).toBe(0);
  });

  it("scenario 29: a channel that never answers keeps neither the program nor another channel", async () => {
    const expected = await answered();
    const lines: string[] = [];
    const stuck: AlertChannel = { name: "stuck", isAlways: false, deliver: never };
    const failures: unknown[] = [];
    const alerts = createAlertDispatcher({
      channels: [stuck, createConsoleChannel({ write: (line) => lines.push(line) })],
      timeoutMs: STORE_TIMEOUT_MS,
      onDeliveryFailure: (failure) => failures.push(failure),
    });
    const onBudgetEvent: InForceOptions["onBudgetEvent"] = (event) => {
      for (const alert of alertsFromBudgetEvent(event)) alerts.dispatch(alert);
    };
    inForce = putInForce(TOLD, { onBudgetEvent });
    expect(await answered()).toEqual(expected);
    expect(lines).toHaveLength(1);
    await alerts.flush(10_000);
    expect(failures).toMatchObject([{ channel: "stuck", reason: `no answer within ${STORE_TIMEOUT_MS} ms` }]);
    await alerts.shutdown(0);
  });
});

describe("prices that are read again", () => {
  it("scenario 29: and cannot be, stay as they were, for a call that runs meanwhile too", async () => {
    const prices = createPriceEngine();
    const expected = await answered();
    inForce = putInForce({}, { prices });
    app.provider.clear();
    app.provider.enqueue({ ...REPLY, fault: { kind: "stall" } });
    const running = app.openai.chat.completions.create(CALL);
    await app.provider.waitForRequests(1);
    expect(() => prices.replaceOverrides(undefined as never)).toThrow();
    app.provider.release();
    const { id: _id, created: _created, ...answer } = await running;
    expect(answer).toEqual(expected);
    const once = await inForce.standing();
    await answered();
    expect(await inForce.standing()).toMatchObject({ spent: 2 * (once?.spent ?? 0), held: 0, calls: 2 });
  });
});
