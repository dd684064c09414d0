// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import { createBudgetGuard, isBudgetRefusal } from "@outlay/budget";
import type { BudgetDefinition, BudgetGuard, BudgetGuardOptions } from "@outlay/budget";
import { withAttributes } from "@outlay/core";
import { OutlaySpanProcessor } from "@outlay/span-processor";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { enforceBudgets } from "../src/index.ts";
import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";

const USAGE = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };
const MESSAGES = [{ role: "user" as const, content: "hi" }];
const CALL = { model: "gpt-5-mini", messages: MESSAGES, max_completion_tokens: 1_000 };

let app: GuardedApp;
let stops: (() => void)[] = [];

beforeAll(async () => {
  app = await startGuardedApp();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
});

/** Puts one budget in force. */
function enforce(budget: Partial<BudgetDefinition>, options: BudgetGuardOptions = {}): BudgetGuard {
  const definition: BudgetDefinition = {
    name: "day",
    limit: { usd: 1 },
    window: { every: "day" },
    thresholds: [{ at: "100%", action: "block" }],
    ...budget,
  };
  const guard = createBudgetGuard([definition], options);
  const processor = new OutlaySpanProcessor({ budgets: guard });
  stops.push(enforceBudgets(guard), () => void processor.shutdown());
  return guard;
}

async function standing(guard: BudgetGuard): Promise<{ spent: number; held: number; calls: number } | undefined> {
  return (await guard.status())[0];
}

describe("budgets in force, without any OpenTelemetry SDK", () => {
  it("settle what a call cost, to the nano-dollar, and hold nothing afterwards", async () => {
    const guard = enforce({});
    app.provider.enqueue({ usage: USAGE });
    await app.openai.chat.completions.create(CALL);
    // gpt-5-mini: 1,000 at $0.25 and 100 at $2 a million.
    expect(await standing(guard)).toMatchObject({ spent: 450_000, held: 0, calls: 1 });
    expect(guard.liveCalls).toBe(0);
  });

  it("refuse a call that could pass the cap, with an error of the SDK's own kind", async () => {
    enforce({ limit: { usd: "0.001" } });
    const error = await app.refusalOf(() => app.openai.chat.completions.create(CALL));
    expect(error).toBeInstanceOf(OpenAI.OpenAIError);
    expect(isBudgetRefusal(error) && error).toMatchObject({ code: "budget_exceeded", status: 402, retryable: false });
    expect(String(error)).toContain('budget "day" would be exceeded');
  });

  it("refuse streams and helpers in the way these fail", async () => {
    enforce({ limit: { usd: "0.001" } });
    const message = { model: "claude-sonnet-5", max_tokens: 1_000, messages: MESSAGES };
    const error = await app.refusalOf(() => app.anthropic.messages.stream(message).finalMessage());
    expect(error).toBeInstanceOf(Anthropic.AnthropicError);
    const read = async (): Promise<void> => {
      for await (const _ of await app.openai.chat.completions.create({ ...CALL, stream: true }));
    };
    expect(isBudgetRefusal(await app.refusalOf(read))).toBe(true);
  });

  it("are not passed by calls in flight", async () => {
    const guard = enforce({ limit: { usd: "0.01" } });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, async () => app.openai.chat.completions.create(CALL)),
    );
    const refused = outcomes.filter(({ status }) => status === "rejected");
    const { spent, held } = (await standing(guard)) ?? { spent: -1, held: -1 };
    expect(refused.length).toBeGreaterThan(0);
    expect(outcomes.length - refused.length).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(10_000_000);
    expect(held).toBe(0);
  });

  it("are counted by the attributes of the call", async () => {
    const guard = enforce({ groupBy: ["team.id"], limit: { calls: 1 } });
    app.provider.enqueue({ usage: USAGE }, { usage: USAGE });
    for (const team of ["a", "b"]) {
      await withAttributes({ "team.id": team }, () => app.openai.chat.completions.create(CALL));
    }
    const again = await app.refusalOf(() =>
      withAttributes({ "team.id": "a" }, () => app.openai.chat.completions.create(CALL)),
    );
    expect(isBudgetRefusal(again) && again.violations[0]?.group).toEqual({ "team.id": "a" });
    expect(await guard.status("day", { "team.id": "b" })).toMatchObject([{ calls: 1 }]);
  });

  it("charge a call that failed on the way with its input", async () => {
    const guard = enforce({});
    app.provider.enqueue({ fault: { kind: "reset" } });
    await app.openai.chat.completions.create(CALL).catch(() => undefined);
    const { spent, held } = (await standing(guard)) ?? { spent: 0, held: -1 };
    expect(spent).toBeGreaterThan(0);
    expect(held).toBe(0);
  });

  it("charge nothing for a call that the provider refused", async () => {
    const guard = enforce({});
    app.provider.enqueue({ fault: { kind: "status", status: 429 } });
    await app.openai.chat.completions.create(CALL).catch(() => undefined);
    expect(await standing(guard)).toMatchObject({ spent: 0, held: 0, calls: 1 });
  });

  it("refuse a model that has no price", async () => {
    enforce({});
    const error = await app.refusalOf(() => app.openai.chat.completions.create({ ...CALL, model: "gpt-5-ultra-x" }));
    expect(isBudgetRefusal(error) && error.code).toBe("unpriced_model");
  });

  it("clamp the output to what is left", async () => {
    enforce({ limit: { usd: "0.0015" }, thresholds: [{ at: 1, action: "clamp" }] });
    app.provider.enqueue({ usage: USAGE });
    await app.openai.chat.completions.create(CALL);
    const sent = app.provider.requests.at(-1)?.json()["max_completion_tokens"];
    expect(sent).toBeGreaterThan(256);
    expect(sent).toBeLessThan(1_000);
  });

  it("reroute to a declared model that is cheaper", async () => {
    enforce(
      {
        limit: { usd: 1 },
        thresholds: [
          { at: "0.1%", action: "reroute", route: "small" },
          { at: 1, action: "block" },
        ],
      },
      { routes: { small: { "gpt-5-mini": "gpt-5-nano" } } },
    );
    app.provider.enqueue({ usage: USAGE });
    await app.openai.chat.completions.create(CALL);
    expect(app.provider.requests.at(-1)?.json()["model"]).toBe("gpt-5-nano");
  });

  it("act on nothing in shadow mode", async () => {
    const guard = enforce({ limit: { usd: 0 } }, { mode: "shadow" });
    app.provider.enqueue({ usage: USAGE });
    await app.openai.chat.completions.create(CALL);
    expect(await standing(guard)).toMatchObject({ spent: 450_000, calls: 1 });
  });

  it("do nothing any more once they are taken out of force", async () => {
    enforce({ limit: { usd: 0 } });
    for (const stop of stops.splice(0)) stop();
    app.provider.enqueue({ usage: USAGE });
    await app.openai.chat.completions.create(CALL);
  });
});
