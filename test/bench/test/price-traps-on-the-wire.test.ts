// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import type { JsonObject } from "@outlay-test/fake-provider";
import type { Operation, Usage } from "@outlay/core";
import { createPriceEngine, usdFromPico } from "@outlay/pricing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { PRICE_TRAPS } from "../../../packages/cli/src/simulate/price-traps.ts";
import { openWireWorld } from "./wire-world.ts";
import type { WireWorld } from "./wire-world.ts";

const engine = createPriceEngine();
const QUESTION = { max_tokens: 100, messages: [{ role: "user" as const, content: "Hello" }] };

let world: WireWorld;
beforeEach(async () => {
  world = await openWireWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

describe("a bill that is easily misread", () => {
  it.each(PRICE_TRAPS)("is right on the span of the SDK's call: $what", async ({ billed }) => {
    world.setTime(billed.startTimeMs);
    world.provider.enqueue({ usage: { ...wireUsage(billed.usage), ...passes(billed) } });
    await world.anthropic.messages.create({ ...QUESTION, model: billed.requestModel ?? "" });
    const cost = engine.price(billed);
    const expected = cost.status === "unpriced" ? undefined : usdFromPico(cost.totalPicoUsd);
    expect(world.take().map((attributes) => attributes["gen_ai.usage.cost"])).toEqual([expected]);
  });

  it("is on one span where the SDK traces itself too", async () => {
    const native = new Anthropic({ apiKey: "none", maxRetries: 0, baseURL: world.provider.anthropicBaseUrl });
    await native.messages.create({ ...QUESTION, model: "claude-sonnet-5" });
    await native.messages.stream({ ...QUESTION, model: "claude-sonnet-5" }).finalMessage();
    expect(world.take()).toHaveLength(2);
  });
});

/** As Anthropic reports counts: the input without what was read or written. */
function wireUsage(usage: Usage = {}): JsonObject {
  const { inputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0, cacheWrite1hTokens = 0 } = usage;
  return {
    input_tokens: inputTokens - cacheReadTokens - cacheWriteTokens,
    cache_read_input_tokens: cacheReadTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_creation: {
      ephemeral_1h_input_tokens: cacheWrite1hTokens,
      ephemeral_5m_input_tokens: cacheWriteTokens - cacheWrite1hTokens,
    },
    output_tokens: usage.outputTokens ?? 0,
  };
}

function passes({ iterations }: Operation): JsonObject {
  if (iterations === undefined) return {};
  return { iterations: iterations.map(({ kind, model, usage }) => ({ type: kind, model, ...wireUsage(usage) })) };
}
