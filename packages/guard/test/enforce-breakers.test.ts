// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import { createBreakers, isBreakerRefusal } from "@outlay/budget";
import type { BreakerDefinition, BreakerTrip, Breakers } from "@outlay/budget";
import { traceAgent, withAttributes, withHumanWait } from "@outlay/core";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { enforceBreakers } from "../src/index.ts";
import type { EnforceBreakersOptions } from "../src/index.ts";
import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";

let app: GuardedApp;
let stop: () => void = () => undefined;
let breakers: Breakers;

beforeAll(async () => {
  app = await startGuardedApp();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(() => stop());

const clock = { nowMs: 0 };

function enforce(rules: Partial<BreakerDefinition>, options: EnforceBreakersOptions = {}): BreakerTrip[] {
  const told: BreakerTrip[] = [];
  breakers = createBreakers([{ name: "agent-loop", scope: "session", ...rules }], { now: () => clock.nowMs });
  stop = enforceBreakers(breakers, { ...options, onTrip: (trip) => told.push(trip) });
  return told;
}

const inSession = (run: () => PromiseLike<unknown>): PromiseLike<unknown> => withAttributes({ "session.id": "s" }, run);

/** A conversation in which the model made the same call so often, with the same result. */
const SAME = {
  chat: (count: number) => () =>
    app.openai.chat.completions.create({
      model: "gpt-5-mini",
      messages: [
        { role: "user", content: "go" },
        ...Array.from({ length: count }, (_, index) => [
          {
            role: "assistant",
            tool_calls: [{ id: `c${index}`, type: "function", function: { name: "read", arguments: "{}" } }],
          },
          { role: "tool", tool_call_id: `c${index}`, content: "same" },
        ]).flat(),
      ] as never,
    }),
  responses: (count: number) => () =>
    app.openai.responses.create({
      model: "gpt-5-mini",
      input: Array.from({ length: count }, (_, index) => [
        { type: "function_call", call_id: `c${index}`, name: "read", arguments: "{}" },
        { type: "function_call_output", call_id: `c${index}`, output: "same" },
      ]).flat() as never,
    }),
  messages: (count: number) => () =>
    app.anthropic.messages.create({
      model: "claude-sonnet-5",
      max_tokens: 100,
      messages: [
        { role: "user", content: "go" },
        ...Array.from({ length: count }, (_, index) => [
          { role: "assistant", content: [{ type: "tool_use", id: `c${index}`, name: "read", input: {} }] },
          { role: "user", content: [{ type: "tool_result", tool_use_id: `c${index}`, content: "same" }] },
        ]).flat(),
      ] as never,
    }),
};

describe("a wait for a person", () => {
  it("is not held against the agent, and what is answered or thrown is handed on", async () => {
    enforce({ maxElapsed: "1m" });
    const HOUR_MS = 3_600_000;
    await inSession(async () => {
      await SAME.chat(0)();
      const answer = await withHumanWait(() => {
        clock.nowMs += HOUR_MS;
        return "yes";
      });
      expect(answer).toBe("yes");
      const no = new Error("no");
      await expect(withHumanWait(() => Promise.reject(no))).rejects.toBe(no);
      await SAME.chat(0)();
      clock.nowMs += 60_001;
      expect(await app.refusalOf(() => SAME.chat(0)())).toMatchObject({ code: "breaker_tripped" });
    });
  });
});

describe("breakers in force", () => {
  it.each([
    ["chat", OpenAI.OpenAIError],
    ["responses", OpenAI.OpenAIError],
    ["messages", Anthropic.AnthropicError],
  ] as const)("read the loop out of the request itself: %s", async (api, SdkError) => {
    enforce({ repeat: {} });
    await inSession(SAME[api](2));
    const error = await app.refusalOf(() => inSession(SAME[api](3)));
    expect(error).toBeInstanceOf(SdkError);
    expect(isBreakerRefusal(error) && error.trip).toMatchObject({
      breaker: "agent-loop",
      rule: "repeat",
      loop: { rounds: 3, tools: ["read"] },
    });
  });

  it("tell once, and stop again after an approval only when the same goes on", async () => {
    const told = enforce({ repeat: {} });
    await app.refusalOf(() => inSession(SAME.chat(3)));
    await app.refusalOf(() => inSession(SAME.chat(3)));
    expect(told.map(({ action, observed }) => [action, observed])).toEqual([["block", 3]]);
    breakers.approve("agent-loop", "s");
    await inSession(SAME.chat(4));
    expect(isBreakerRefusal(await app.refusalOf(() => inSession(SAME.chat(6))))).toBe(true);
  });

  it("count failures in a row, retries of the SDK included", async () => {
    enforce({ maxRetries: 2 });
    const fails = { fault: { kind: "status", status: 503, retryAfterSeconds: 0.001 } } as const;
    app.provider.enqueue(fails, fails, fails);
    await inSession(() =>
      app.openai.chat.completions
        .create({ model: "gpt-5-mini", messages: [] }, { maxRetries: 2 })
        .catch(() => undefined),
    );
    expect(isBreakerRefusal(await app.refusalOf(() => inSession(SAME.chat(0))))).toBe(true);
  });

  it("see how deep agents are inside each other", async () => {
    enforce({ maxDepth: 1 });
    const deep = (): Promise<unknown> =>
      withAttributes({ "session.id": "s" }, () =>
        traceAgent({ name: "outer" }, () => traceAgent({ name: "inner" }, async () => SAME.chat(0)())),
      );
    expect(isBreakerRefusal(await app.refusalOf(deep))).toBe(true);
  });

  it("stop nothing in shadow mode, and tell", async () => {
    const told = enforce({ maxModelCalls: 0 }, { mode: "shadow" });
    await inSession(SAME.chat(0));
    expect(told).toHaveLength(1);
  });
});
