// SPDX-License-Identifier: Apache-2.0
import { createBreakers, createMemoryStore } from "@outlay/budget";
import type { BudgetDefinition, LedgerStore } from "@outlay/budget";
import { enforcePolicy, problemCounts } from "@outlay/core";
import { createPriceEngine } from "@outlay/pricing";
import type { PriceEngine } from "@outlay/pricing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { enforceBreakers } from "../src/index.ts";
import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";
import { putInForce } from "./in-force.ts";
import type { InForce, InForceOptions } from "./in-force.ts";

const CALL = { model: "gpt-5-mini", messages: [{ role: "user" as const, content: "hi" }], max_completion_tokens: 100 };
const REPLY = { text: "Hello.", usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 } };

let app: GuardedApp;
let inForce: InForce | undefined;
const unhandled: unknown[] = [];
const note = (reason: unknown): number => unhandled.push(reason);

beforeAll(async () => {
  app = await startGuardedApp();
  process.on("unhandledRejection", note);
});
afterAll(async () => {
  process.off("unhandledRejection", note);
  process.stdout.write(`scenario 29: something of ours throws or rejects: unhandled rejections ${unhandled.length}\n`);
  await app[Symbol.asyncDispose]();
});
afterEach(async () => {
  await inForce?.stop();
  inForce = undefined;
});

const throws = (): never => {
  throw new TypeError("a bug of ours");
};
const rejects = (): Promise<never> => Promise.reject(new TypeError("a bug of ours"));

/** As a listener: where nothing is expected back, a promise may come. */
const rejectsLate = rejects as unknown as () => void;

/** A store with some of its steps broken. */
function broken(steps: Partial<LedgerStore>): LedgerStore {
  const store = createMemoryStore({ name: crypto.randomUUID() });
  return new Proxy(store, {
    get: (target, name): unknown => {
      const step: unknown = Reflect.get(steps, name) ?? Reflect.get(target, name);
      return typeof step === "function" ? step.bind(target) : step;
    },
  });
}

async function answered(): Promise<unknown> {
  app.provider.enqueue(REPLY);
  const { id: _id, created: _created, ...answer } = await app.openai.chat.completions.create(CALL);
  return answer;
}

const problems = (): number => [...problemCounts().values()].reduce((sum, count) => sum + count, 0);
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Where we are broken, how, and how many problems one call is then to be counted as. */
type Bug = readonly [
  name: string,
  counted: { readonly problems: number; readonly storeErrors: number },
  options: () => InForceOptions,
  budget?: Partial<BudgetDefinition>,
];
const TOLD_AT_ONCE: Partial<BudgetDefinition> = { thresholds: [{ at: "0.0001%" }, { at: 1, action: "block" }] };
const BUGS: readonly Bug[] = [
  [
    "prices of bounds throw",
    { problems: 1, storeErrors: 0 },
    () => ({ prices: { ...createPriceEngine(), price: throws }, settledBy: createPriceEngine() }),
  ],
  [
    "prices of what calls cost throw",
    { problems: 1, storeErrors: 0 },
    () => ({ prices: createPriceEngine(), settledBy: { ...createPriceEngine(), price: throws } }),
  ],
  ["a store throws when it is asked", { problems: 0, storeErrors: 1 }, () => ({ store: broken({ reserve: throws }) })],
  [
    "a store rejects when it is asked",
    { problems: 0, storeErrors: 1 },
    () => ({ store: broken({ reserve: rejects }) }),
  ],
  [
    "a store throws when it is to settle",
    { problems: 0, storeErrors: 1 },
    () => ({ store: broken({ settle: throws }) }),
  ],
  [
    "a store rejects when it is to settle",
    { problems: 0, storeErrors: 1 },
    () => ({ store: broken({ settle: rejects }) }),
  ],
  ["who listens to events throws", { problems: 1, storeErrors: 0 }, () => ({ onBudgetEvent: throws }), TOLD_AT_ONCE],
  [
    "who listens to events rejects",
    { problems: 1, storeErrors: 0 },
    () => ({ onBudgetEvent: rejectsLate }),
    TOLD_AT_ONCE,
  ],
];

describe("a bug of our own", () => {
  it.each(BUGS.map((bug) => ({ name: bug[0], bug })))(
    "scenario 29: changes nothing for the program and is counted once: $name",
    async ({ bug }) => {
      const [, counted, optionsOf, budget] = bug;
      const expected = await answered();
      const storeErrors: unknown[] = [];
      inForce = putInForce(budget ?? {}, { ...optionsOf(), onStoreError: (error) => storeErrors.push(error) });
      const before = problems();

      expect(await answered()).toEqual(expected);
      await settle();
      expect({ problems: problems() - before, storeErrors: storeErrors.length }).toEqual(counted);
      expect(unhandled).toEqual([]);
    },
  );

  it("scenario 29: in the prices of what calls cost has the call settled with what was held for it", async () => {
    const engine = createPriceEngine();
    const prices: PriceEngine = {
      ...engine,
      price: (operation) => ("responseModel" in operation ? throws() : engine.price(operation)),
    };
    inForce = putInForce({}, { prices });
    app.provider.clear();
    app.provider.enqueue({ ...REPLY, fault: { kind: "stall" } });
    const answer = app.openai.chat.completions.create(CALL);
    await app.provider.waitForRequests(1);
    const { held } = (await inForce.standing()) ?? {};
    app.provider.release();
    await answer;
    await settle();
    expect(held).toBeGreaterThan(0);
    expect(await inForce.standing()).toMatchObject({ held: 0, calls: 1, spent: held });
    expect(unhandled).toEqual([]);
  });

  it.each([
    ["throws", throws],
    ["rejects", rejects],
  ])(
    "scenario 29: in a store that %s when a call was not sent after all leaves nothing unhandled, whoever listens",
    async (_, release) => {
      inForce = putInForce({}, { store: broken({ release }), onStoreError: throws });
      const stop = enforcePolicy({
        admit: () => ({ refusal: { createError: () => new Error("not by another policy") } }),
      });
      const reason = await app.refusalOf(() => app.openai.chat.completions.create(CALL));
      stop();
      await settle();
      expect(reason).toEqual(new Error("not by another policy"));
      expect(inForce.guard.liveCalls).toBe(0);
      expect(unhandled).toEqual([]);
    },
  );

  it.each([
    ["throws", throws],
    ["rejects", rejectsLate],
  ])("scenario 29: in whoever listens to the store and %s changes nothing for the program", async (_how, listener) => {
    const expected = await answered();
    for (const steps of [{ reserve: throws }, { reserve: rejects }, { settle: throws }, { settle: rejects }]) {
      inForce = putInForce({}, { store: broken(steps), onStoreError: listener, onEventsStored: listener });
      expect(await answered()).toEqual(expected);
      await inForce.stop();
    }
    await settle();
    expect(unhandled).toEqual([]);
  });

  it.each([
    ["throws", throws],
    ["rejects", rejectsLate],
  ])("scenario 29: in whoever listens to breakers and %s is counted once", async (_how, listener) => {
    const breakers = createBreakers([{ name: "loop", scope: "run", maxModelCalls: 0, onTrip: { action: "alert" } }]);
    const stop = enforceBreakers(breakers, { onTrip: listener });
    const before = problems();
    const answer = await answered();
    stop();
    await settle();
    expect([answer, problems() - before, unhandled]).toEqual([await answered(), 1, []]);
  });

  it.each([
    ["rejects", rejects],
    ["throws", throws],
    ["answers nothing", async () => undefined as never],
  ])("scenario 29: in an approver that %s is a no, and leaves nothing unhandled", async (_how, approver) => {
    inForce = putInForce(
      { limit: { usd: "0.00001" }, thresholds: [{ at: 1, action: "escalate", timeout: "1m" }] },
      { approver },
    );
    app.provider.enqueue(REPLY);
    const outcome = await app.openai.chat.completions.create(CALL).then(
      () => "answered",
      (error: unknown) => (error as { code?: unknown }).code,
    );
    app.provider.clear();
    await settle();
    // Nobody approved.
    expect(outcome).toBe("budget_exceeded");
    expect(inForce.guard.liveCalls).toBe(0);
    expect(unhandled).toEqual([]);
  });
});
