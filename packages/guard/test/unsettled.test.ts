// SPDX-License-Identifier: Apache-2.0
import { DiagLogLevel, diag } from "@opentelemetry/api";
import { createBudgetGuard } from "@outlay/budget";
import { createPriceEngine } from "@outlay/pricing";
import type { PriceEngine } from "@outlay/pricing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { enforceBudgets } from "../src/index.ts";
import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";
import { putInForce } from "./in-force.ts";

const CALL = { model: "gpt-5-mini", messages: [{ role: "user" as const, content: "hi" }], max_completion_tokens: 100 };
const REPLY = { usage: { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 } };

let app: GuardedApp;
beforeAll(async () => {
  app = await startGuardedApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const warnings: string[] = [];
beforeEach(() => {
  warnings.length = 0;
  const ignore = (): void => undefined;
  const warn = (message: string): number => warnings.push(message);
  diag.setLogger({ error: ignore, warn, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
});
afterEach(() => diag.disable());

async function callTwice(): Promise<void> {
  for (let call = 0; call < 2; call += 1) {
    app.provider.enqueue(REPLY);
    await app.openai.chat.completions.create(CALL);
  }
}

/** Two calls under a budget that no processor counts in. */
async function withoutProcessor(prices: PriceEngine): Promise<unknown> {
  const thresholds = [{ at: 1, action: "block" as const }];
  const guard = createBudgetGuard([{ name: "day", limit: { usd: 1 }, window: { every: "day" }, thresholds }]);
  const stop = enforceBudgets(guard, { prices });
  await callTwice();
  stop();
  const [{ spent, held, calls } = {}] = await guard.status();
  return { spent, held, calls };
}

describe("a call under a budget that no processor counts", () => {
  it("is counted as it ended, as a processor would have, and that is said once", async () => {
    const inForce = putInForce({});
    await callTwice();
    const { spent, held, calls } = (await inForce.standing()) ?? {};
    await inForce.stop();
    expect(warnings).toEqual([]);

    expect(await withoutProcessor(createPriceEngine())).toEqual({ spent, held, calls });
    expect([held, calls]).toEqual([0, 2]);
    expect(warnings).toEqual([expect.stringContaining("was counted by no OutlaySpanProcessor") as string]);
  });
});
