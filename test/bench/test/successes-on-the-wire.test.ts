// SPDX-License-Identifier: Apache-2.0
import { createOutcomeLedger } from "@outlay/budget";
import { recordOutcome, withAttributes } from "@outlay/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { POLICIES } from "../../../packages/cli/src/simulate/cost-per-success.ts";
import type { Policy } from "../../../packages/cli/src/simulate/cost-per-success.ts";
import { seededRandom } from "../../../packages/cli/src/simulate/random.ts";
import { openWireWorld } from "./wire-world.ts";
import type { WireWorld } from "./wire-world.ts";

const SUCCESSES = 100;
const USD_PER_OUTPUT_TOKEN = 10 / 1e6;
const ledger = createOutcomeLedger([{ name: "answered", groupBy: ["outlay.feature"], per: "session" }]);

let world: WireWorld;
beforeEach(async () => {
  world = await openWireWorld({ outcomes: ledger });
});
afterEach(() => world[Symbol.asyncDispose]());

describe("B10: attempts sent through the SDK until they succeed", () => {
  it("cost a success what they cost together, and fewer that succeed are dearer than a fifth off the price", async () => {
    const attempts = new Map<string, number>();
    for (const policy of POLICIES) attempts.set(policy.what, await tryUntilDone(policy));
    const found = ledger.status("answered");
    for (const { what, attemptUsd, successShare } of POLICIES) {
      const status = found.find(({ group }) => group["outlay.feature"] === what);
      const tried = attempts.get(what) ?? Number.NaN;
      expect(status).toMatchObject({ outcomes: tried, successes: SUCCESSES, unlabelledShare: 0, unknownCalls: 0 });
      expect(status?.usdPerSuccess).toBeCloseTo((tried * attemptUsd) / SUCCESSES, 9);
      const [low = Number.NaN, high = Number.NaN] = status?.interval ?? [];
      expect(low).toBeLessThan(attemptUsd / successShare);
      expect(high).toBeGreaterThan(attemptUsd / successShare);
    }
    const [today, , cheaper] = POLICIES.map(({ what }) => found.find(({ group }) => group["outlay.feature"] === what));
    expect(cheaper?.usdPerSuccess).toBeGreaterThan(today?.usdPerSuccess ?? Number.NaN);
  });
});

/** How many attempts it took. */
async function tryUntilDone({ what, attemptUsd, successShare }: Policy): Promise<number> {
  const random = seededRandom(1);
  let [attempts, successes] = [0, 0];
  while (successes < SUCCESSES) {
    attempts += 1;
    const success = random() < successShare;
    if (success) successes += 1;
    await withAttributes({ "session.id": `${what} ${attempts}`, "outlay.feature": what }, async () => {
      await spend(attemptUsd);
      recordOutcome({ success });
    });
  }
  return attempts;
}

function spend(usd: number): Promise<unknown> {
  world.provider.enqueue({ usage: { input_tokens: 0, output_tokens: Math.round(usd / USD_PER_OUTPUT_TOKEN) } });
  const messages = [{ role: "user" as const, content: "Try" }];
  return world.anthropic.messages.create({ model: "claude-sonnet-5", max_tokens: 1_000, messages });
}
