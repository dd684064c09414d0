// SPDX-License-Identifier: Apache-2.0
import { CACHE_RULES, cacheRulesFor } from "@outlay/analysis";
import type { ScriptedCall } from "../../../packages/cli/src/simulate/scripted-call.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { sendOnTheWire, textOf } from "./send-on-the-wire.ts";
import { openWireWorld } from "./wire-world.ts";
import type { WireWorld } from "./wire-world.ts";

const START_MS = Date.UTC(2026, 9, 20, 9);
const CALL = { provider: "anthropic", conversation: "c", atMs: START_MS, tools: [], outputTokens: 10 } as const;
const written = "gen_ai.usage.cache_creation.input_tokens";
const read = "gen_ai.usage.cache_read.input_tokens";

function callOf(model: string, systemTokens: number): ScriptedCall {
  return {
    ...CALL,
    model,
    system: [{ name: "rules", tokens: systemTokens, breakpoint: "5m" }],
    messages: [{ role: "user", name: "question", tokens: 10 }],
  };
}

let world: WireWorld;
beforeEach(async () => {
  world = await openWireWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

describe("limits of Anthropic's prompt cache on the wire", () => {
  it.each(["claude-opus-5-5", "claude-sonnet-5-5", "claude-sonnet-5", "claude-opus-4-5", "claude-haiku-4-5"])(
    "has %s keep prompts from the length on that our rules say",
    async (model) => {
      const least = cacheRulesFor({ provider: "anthropic", requestModel: model })?.minimumTokens ?? 0;
      const spans = await sendOnTheWire(world, [callOf(model, least - 1), callOf(model, least)]);
      expect(spans.map((attributes) => attributes[written])).toEqual([0, least]);
    },
  );

  it("keeps no shorter prompt than our rules say, where copies of the page differ", async () => {
    for (const model of ["claude-opus-4-7", "claude-sonnet-4-6"]) {
      const rules = cacheRulesFor({ provider: "anthropic", requestModel: model });
      const row = CACHE_RULES.find((one) => one.rules === rules);
      const [span] = await sendOnTheWire(world, [callOf(model, rules?.minimumTokens ?? 0)]);
      expect([row?.doubt === undefined, span?.[written]]).toEqual([false, rules?.minimumTokens]);
    }
  });

  it.each([
    { added: 19, expected: 5_000 },
    { added: 20, expected: 0 },
  ])("finds what was kept $added blocks before its breakpoint: $expected tokens", async ({ added, expected }) => {
    const burst = (blocks: number, atMs: number): ScriptedCall => ({
      ...CALL,
      atMs,
      model: "claude-sonnet-5",
      system: [{ name: "rules", tokens: 4_000 }],
      messages: Array.from({ length: blocks + 1 }, (_, index) => ({
        role: "user",
        name: `block ${index}`,
        tokens: index === 0 ? 1_000 : 100,
        breakpoint: index === blocks ? "5m" : undefined,
      })),
    });
    const spans = await sendOnTheWire(world, [burst(0, START_MS), burst(added, START_MS + 1_000)]);
    expect(spans.map((attributes) => attributes[read])).toEqual([0, expected]);
  });

  it("refuses a fifth breakpoint", async () => {
    const { anthropic } = world;
    const block = (index: number) => ({
      type: "text" as const,
      text: textOf({ name: `part ${index}`, tokens: 300 }),
      cache_control: { type: "ephemeral" as const },
    });
    const send = (marks: number): Promise<unknown> =>
      anthropic.messages.create({
        model: "claude-sonnet-5",
        max_tokens: 10,
        system: Array.from({ length: marks }, (_, index) => block(index)),
        messages: [{ role: "user", content: "Hello" }],
      });
    await expect(send(4)).resolves.toMatchObject({ role: "assistant" });
    await expect(send(5)).rejects.toMatchObject({ status: 400 });
  });

  it("has eight calls side by side write, and of the same after a first byte only one", async () => {
    const { anthropic, provider } = world;
    const send = (name: string): Promise<unknown> =>
      anthropic.messages.create({
        model: "claude-sonnet-5",
        max_tokens: 10,
        system: [
          { type: "text", text: textOf({ name, tokens: 4_000 }), cache_control: { type: "ephemeral" as const } },
        ],
        messages: [{ role: "user", content: "Hello" }],
      });
    const eight = [0, 1, 2, 3, 4, 5, 6, 7];
    provider.enqueue(...eight.map(() => ({ fault: { kind: "stall" } as const })));
    const together = eight.map(() => send("together"));
    await provider.waitForRequests(8);
    provider.release();
    await Promise.all(together);
    expect(world.take().map((attributes) => attributes[written])).toEqual(eight.map(() => 4_000));

    await send("one first");
    await Promise.all(eight.slice(1).map(() => send("one first")));
    expect(world.take().map((attributes) => attributes[written])).toEqual([4_000, 0, 0, 0, 0, 0, 0, 0]);
  });
});
