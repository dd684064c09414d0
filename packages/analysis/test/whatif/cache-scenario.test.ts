// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { createWhatIf } from "../../src/index.ts";
import { withCacheLayout } from "../../src/whatif/cache-scenario.ts";
import type { CacheLayout } from "../../src/whatif/cache-scenario.ts";
import { growing, recordScript } from "../cache/scripted-cache.ts";
import type { ScriptedRequest } from "../cache/scripted-cache.ts";
import { MINUTE_MS, callOf, price } from "../prompts.ts";

function compare(layout: CacheLayout, script: readonly ScriptedRequest[]) {
  const whatIf = createWhatIf([withCacheLayout(layout)], price);
  for (const operation of recordScript("anthropic", script)) whatIf.add({ operation, cost: price(operation) });
  const [result] = whatIf.results();
  if (result === undefined) throw new Error("no result");
  return result;
}

const slow = growing("anthropic", 6).map((request, call) => ({ ...request, atMs: call * 10 * MINUTE_MS }));
const unmarked = growing("anthropic", 6).map((request) => ({
  ...request,
  blocks: request.blocks.map(({ breakpoint: _breakpoint, ...block }) => block),
}));

describe("another cache layout", () => {
  it("costs the same where it is the one that was recorded", () => {
    const { actualPicoUsd, simulatedPicoUsd, changedCalls } = compare({ ttl: "5m" }, growing("anthropic", 6));
    expect(simulatedPicoUsd).toBe(actualPicoUsd);
    expect(changedCalls).toBe(6);
  });

  it("that keeps prompts for an hour is cheaper where calls are ten minutes apart", () => {
    const { actualPicoUsd, simulatedPicoUsd } = compare({ ttl: "1h" }, slow);
    // Every call wrote its whole prompt at $3.75 a million; now the first writes at $6, the others read at $0.30.
    expect(simulatedPicoUsd / actualPicoUsd).toBeGreaterThan(0.3);
    expect(simulatedPicoUsd / actualPicoUsd).toBeLessThan(0.45);
  });

  it("with a breakpoint after the instructions alone reads those, and nothing of the history", () => {
    const { actualPicoUsd, simulatedPicoUsd } = compare({ breakpoints: ["system"] }, unmarked);
    const both = compare({ breakpoints: ["system", "last"] }, unmarked);
    expect(simulatedPicoUsd).toBeLessThan(actualPicoUsd / 2);
    expect(both.simulatedPicoUsd).toBeLessThan(simulatedPicoUsd);
  });

  it("is not told of calls without a fingerprint, nor of a lifetime that the provider does not have", () => {
    expect(compare({ ttl: "12h" }, slow)).toMatchObject({ unknownCalls: 6, changedCalls: 0 });
    const whatIf = createWhatIf([withCacheLayout({ ttl: "1h" })], price);
    whatIf.add(callOf({ inputTokens: 9_000, outputTokens: 10 }));
    expect(whatIf.results()).toMatchObject([{ unknownCalls: 1, changedCalls: 0 }]);
  });
});
