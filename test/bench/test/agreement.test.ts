// SPDX-License-Identifier: Apache-2.0
import { createPriceEngine } from "@outlay/pricing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { scriptOf } from "../../../packages/cli/src/simulate/agent-session.ts";
import type { AgentSession } from "../../../packages/cli/src/simulate/agent-session.ts";
import { seededRandom } from "../../../packages/cli/src/simulate/random.ts";
import { costUsd, sendScript } from "../../../packages/cli/src/simulate/send-script.ts";
import { sendOnTheWire } from "./send-on-the-wire.ts";
import { openWireWorld } from "./wire-world.ts";
import type { WireWorld } from "./wire-world.ts";

const SEEDS = [undefined, 1, 2];
const SESSION: Omit<AgentSession, "gapMs" | "cache"> = {
  provider: "anthropic",
  model: "claude-sonnet-5",
  systemTokens: 3_000,
  questionTokens: 100,
  resultTokens: 300,
  outputTokens: 150,
  calls: 6,
};
const SHAPES: readonly [title: string, shape: Pick<AgentSession, "gapMs" | "cache" | "ttl">][] = [
  ["no cache", { gapMs: 60_000, cache: "none" }],
  ["instructions only", { gapMs: 60_000, cache: "system" }],
  ["a rolling breakpoint", { gapMs: 60_000, cache: "rolling" }],
  ["a rolling breakpoint, kept to the last second", { gapMs: 300_000, cache: "rolling" }],
  ["a rolling breakpoint, forgotten", { gapMs: 301_000, cache: "rolling" }],
  ["a rolling breakpoint, for an hour", { gapMs: 301_000, cache: "rolling", ttl: "1h" }],
  ["a rolling breakpoint, for less than an hour", { gapMs: 3_601_000, cache: "rolling", ttl: "1h" }],
];
const engine = createPriceEngine();

let world: WireWorld;
beforeEach(async () => {
  world = await openWireWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

describe("a session sent through the SDKs", () => {
  it.each(SHAPES.flatMap(([title, shape]) => SEEDS.map((seed) => ({ title, shape, seed }))))(
    "costs at Anthropic, call by call, what the simulation says: $title, seed $seed",
    async ({ shape, seed }) => {
      const script = scriptOf({ ...SESSION, ...shape }, "s", seed === undefined ? undefined : seededRandom(seed));
      const simulated = sendScript(script).map((operation) => ({
        "gen_ai.usage.input_tokens": operation.usage?.inputTokens,
        "gen_ai.usage.output_tokens": operation.usage?.outputTokens,
        "gen_ai.usage.cache_read.input_tokens": operation.usage?.cacheReadTokens,
        "gen_ai.usage.cache_creation.input_tokens": operation.usage?.cacheWriteTokens,
        "gen_ai.usage.cost": costUsd([operation], (one) => engine.price(one)),
      }));
      const sent = await sendOnTheWire(world, script);
      expect(sent.map((attributes) => pick(attributes, simulated[0] ?? {}))).toEqual(simulated);
    },
  );

  it.each(["gpt-4o", "gpt-5.2", "gpt-5.6"].flatMap((model) => SEEDS.map((seed) => ({ model, seed }))))(
    "costs at OpenAI what the simulation says, but for roles and whole steps: $model, seed $seed",
    async ({ model, seed }) => {
      const session: AgentSession = { ...SESSION, provider: "openai", model, gapMs: 60_000, cache: "rolling" };
      const script = scriptOf(session, "s", seed === undefined ? undefined : seededRandom(seed));
      const simulated = costUsd(sendScript(script), (one) => engine.price(one));
      const sent = await sendOnTheWire(world, script);
      const total = sent.reduce((sum, attributes) => sum + Number(attributes["gen_ai.usage.cost"]), 0);
      expect(sent).toHaveLength(script.length);
      expect(Math.abs(total / simulated - 1)).toBeLessThan(0.03);
    },
  );
});

function pick(attributes: object, keys: object): object {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name in keys));
}
