// SPDX-License-Identifier: Apache-2.0
import { isBudgetRefusal } from "@outlay/budget";
import { createPriceEngine, parsePriceOverrides } from "@outlay/pricing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";
import { putInForce } from "./in-force.ts";
import type { InForce } from "./in-force.ts";

const MODEL = "our-own-model";
const MESSAGES = [{ role: "user" as const, content: "hi" }];
const CALL = { model: MODEL, messages: MESSAGES, max_completion_tokens: 1_000 };
const REPLY = { model: MODEL, usage: { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 } };

let app: GuardedApp;
let inForce: InForce;
beforeAll(async () => {
  app = await startGuardedApp();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(() => inForce.stop());

function overridesOf(input: number, output: number): ReturnType<typeof parsePriceOverrides>["overrides"] {
  const rule = { provider: "openai", model: MODEL, prices: [{ rates: { input, output } }] };
  return parsePriceOverrides({ models: [rule] }).overrides;
}

const call = (): Promise<unknown> => app.openai.chat.completions.create(CALL);

describe("a model whose price is not known", () => {
  it("scenario 19: is refused until its price appears, and then counted to the nano-dollar, and again when it changes", async () => {
    const prices = createPriceEngine();
    inForce = putInForce({}, { prices });
    expect(await app.refusalOf(call)).toMatchObject({ code: "unpriced_model" });
    prices.replaceOverrides(overridesOf(2, 10));
    app.provider.enqueue(REPLY);
    await call();
    expect(await inForce.standing()).toMatchObject({ spent: 3_000_000, held: 0, calls: 1 });
    prices.replaceOverrides(overridesOf(4, 10));
    app.provider.enqueue(REPLY);
    await call();
    expect(await inForce.standing()).toMatchObject({ spent: 8_000_000, held: 0, calls: 2 });
  });

  it("scenario 19: is held and settled when the price appears while it runs", async () => {
    const prices = createPriceEngine();
    inForce = putInForce({}, { prices, unpriced: { assumeUsdPerMillionTokens: 20 } });
    app.provider.clear();
    app.provider.enqueue({ ...REPLY, fault: { kind: "stall" } });
    const running = call();
    await app.provider.waitForRequests(1);
    expect((await inForce.standing())?.held).toBeGreaterThan(20_000 * 1_000);
    prices.replaceOverrides(overridesOf(2, 10));
    app.provider.release();
    await running;
    expect(await inForce.standing()).toMatchObject({ spent: 3_000_000, held: 0 });
  });

  it("scenario 19: is counted as unknown, and not as nothing, where it is let through", async () => {
    inForce = putInForce({}, { unpriced: "count" });
    app.provider.enqueue(REPLY);
    await call();
    expect(await inForce.standing()).toMatchObject({ spent: 0, held: 0, calls: 1, unknownCalls: 1 });
  });
});

describe("a model that costs nothing", () => {
  it("scenario 19: is priced, at nothing, and passes no limit but that of zero", async () => {
    const prices = createPriceEngine({ overrides: overridesOf(0, 0) });
    inForce = putInForce({ limit: { usd: "0.000000001" } }, { prices });
    app.provider.enqueue(REPLY);
    await call();
    expect(await inForce.standing()).toMatchObject({ spent: 0, held: 0, calls: 1, unknownCalls: 0 });
    await inForce.stop();
    inForce = putInForce({ limit: { usd: 0 } }, { prices });
    expect(await app.refusalOf(call)).toMatchObject({ code: "budget_exceeded" });
  });
});

describe("a limit of zero", () => {
  it("scenario 19: refuses the first call", async () => {
    inForce = putInForce({ limit: { usd: 0 } });
    const error = await app.refusalOf(() => app.openai.chat.completions.create({ ...CALL, model: "gpt-5-mini" }));
    expect(isBudgetRefusal(error)).toBe(true);
  });
});

describe("usage that cannot be", () => {
  it.each([
    ["negative", { prompt_tokens: -1_000, completion_tokens: -100, total_tokens: -1_100 }],
    ["infinite", { prompt_tokens: Infinity, completion_tokens: Infinity, total_tokens: Infinity }],
    ["text", { prompt_tokens: "NaN", completion_tokens: "NaN", total_tokens: "NaN" }],
    ["half of it", { prompt_tokens: 10, completion_tokens: -1, total_tokens: 9 }],
  ])("scenario 19: is settled with an estimate, never with nothing: %s", async (_name, usage) => {
    inForce = putInForce({});
    app.provider.enqueue({ usage });
    await app.openai.chat.completions.create({ ...CALL, model: "gpt-5-mini" });
    const { spent = 0, held, calls } = (await inForce.standing()) ?? {};
    // The bytes of the request and what is put around it, at $0.25 a million.
    expect(spent).toBeGreaterThanOrEqual(1_024 * 250);
    expect(spent).toBeLessThan(10_000_000);
    expect({ held, calls }).toEqual({ held: 0, calls: 1 });
    process.stdout.write(`scenario 19: usage that is ${_name}: ${spent} nano-USD by estimate, held ${held}\n`);
  });
});
