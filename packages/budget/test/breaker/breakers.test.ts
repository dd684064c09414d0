// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { breakerRefusal, createBreakers, isBreakerRefusal, parseBreakers } from "../../src/index.ts";
import type { BreakerCall, BreakerDefinition, BreakerRecord, BreakerTrip } from "../../src/index.ts";

const MINUTE = 60_000;

/** Breakers with a clock that the test moves. */
function breakersOf(...definitions: Partial<BreakerDefinition>[]) {
  const clock = { nowMs: 0 };
  const breakers = createBreakers(
    definitions.map((definition, index) => ({ name: `breaker-${index}`, ...definition })),
    { now: () => clock.nowMs },
  );
  const admit = (call: Partial<BreakerCall> = {}): readonly BreakerTrip[] =>
    breakers.admit({ attributes: {}, traceId: "t1", ...call });
  const record = (call: Partial<BreakerRecord> = {}): void =>
    breakers.record({ atMs: clock.nowMs, attributes: {}, traceId: "t1", ...call });
  return { breakers, clock, admit, record };
}

const same = (count: number) => () => Array.from({ length: count }, () => [{ name: "read", input: {}, result: "x" }]);

describe("a breaker", () => {
  it("allows as many model calls in a trace as it says, and no more", () => {
    const { admit } = breakersOf({ maxModelCalls: 2 });
    expect([admit(), admit(), admit()].map((trips) => trips.map(({ rule }) => rule))).toEqual([
      [],
      [],
      ["max_model_calls"],
    ]);
    expect(admit({ traceId: "t2" })).toEqual([]);
  });

  it("scenario 26: counts a session over its traces, sub-agents included", () => {
    const { admit } = breakersOf({ scope: "session", maxModelCalls: 1 });
    const attributes = { "session.id": "s" };
    admit({ attributes });
    expect(admit({ attributes: { ...attributes, "gen_ai.agent.name": "sub" }, traceId: "t2" })).toHaveLength(1);
  });

  it("watches only the calls it matches, and none that are in no scope", () => {
    const { admit } = breakersOf({ match: { "gen_ai.agent.name": "*" }, maxModelCalls: 0 });
    expect(admit()).toEqual([]);
    expect(admit({ attributes: { "gen_ai.agent.name": "a" }, traceId: undefined })).toEqual([]);
    expect(admit({ attributes: { "gen_ai.agent.name": "a" } })).toHaveLength(1);
  });

  it("counts the tool calls that the model asked for", () => {
    const { admit, record } = breakersOf({ maxToolCalls: 5 });
    record({ toolCalls: 5 });
    expect(admit()).toEqual([]);
    record({ toolCalls: 1 });
    expect(admit()).toMatchObject([{ rule: "max_tool_calls", limit: 5, observed: 6 }]);
  });

  it("counts failures and resent requests in a row, and a success ends the row", () => {
    const { admit, record } = breakersOf({ maxRetries: 3 });
    record({ failed: true, resends: 2 });
    record({ failed: false });
    record({ failed: true, resends: 2 });
    expect(admit()).toEqual([]);
    record({ failed: true });
    expect(admit()).toMatchObject([{ rule: "max_retries", observed: 4 }]);
  });

  it("scenario 27: stops what takes too long, by a clock that does not jump", () => {
    const { admit, clock } = breakersOf({ maxElapsed: "20m" });
    admit();
    clock.nowMs = 20 * MINUTE;
    expect(admit()).toEqual([]);
    clock.nowMs += 1;
    expect(admit()).toMatchObject([{ rule: "max_elapsed", limit: 20 * MINUTE }]);
  });

  it("stops agents inside agents inside agents", () => {
    const { admit } = breakersOf({ maxDepth: 2 });
    expect(admit({ agentDepth: 2 })).toEqual([]);
    expect(admit({ agentDepth: 3 })).toMatchObject([{ rule: "max_depth" }]);
  });

  it("compares what is spent with what was usual", () => {
    const { admit, record, clock } = breakersOf({ costRate: { times: 10, minUsd: 1 } });
    for (; clock.nowMs < 60 * MINUTE; clock.nowMs += MINUTE) record({ costNanoUsd: 50_000_000 });
    expect(admit()).toEqual([]);
    record({ costNanoUsd: 5_000_000_000 });
    expect(admit()).toMatchObject([{ rule: "cost_rate", limit: 10 }]);
    expect(admit()[0]?.observed).toBeGreaterThan(15);
  });

  it("has nothing to compare with on its first minutes", () => {
    const { admit, record } = breakersOf({ costRate: { times: 2, minUsd: 1 } });
    record({ costNanoUsd: 50_000_000_000 });
    expect(admit()).toEqual([]);
  });
});

describe("a breaker against repetition", () => {
  it("climbs its ladder: tells, blocks, stops", () => {
    const { admit } = breakersOf({ repeat: {} });
    const actions = [1, 2, 3, 5].map((count) => admit({ toolRounds: same(count) }).map(({ action }) => action));
    expect(actions).toEqual([[], ["alert"], ["block"], ["block"]]);
    expect(admit()).toEqual([]);
    expect(admit({ toolRounds: same(6) })).toMatchObject([{ rule: "repeat", observed: 6 }]);
    expect(admit()).toMatchObject([{ rule: "stopped", action: "block" }]);
  });

  it("scenario 26: does not reset itself by what it refused", () => {
    const { admit } = breakersOf({ repeat: {} });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(admit({ toolRounds: same(3) })).toMatchObject([{ action: "block", isFirst: attempt === 0 }]);
    }
  });

  it("is half-open after an approval: the same again trips again, something new closes it", () => {
    const { breakers, admit } = breakersOf({ repeat: {} });
    const [trip] = admit({ toolRounds: same(6) });
    breakers.approve("breaker-0", trip?.scope ?? "");
    expect(admit({ toolRounds: same(7) })).toEqual([]);
    expect(admit({ toolRounds: same(9) })).toMatchObject([{ action: "block", isFirst: true }]);
    expect(admit({ toolRounds: same(1) })).toEqual([]);
    expect(admit({ toolRounds: same(3) })).toMatchObject([{ action: "block" }]);
  });

  it("only tells where that is all it is to do", () => {
    const { admit } = breakersOf({ repeat: {}, onTrip: { action: "alert", alert: "oncall" } });
    expect(admit({ toolRounds: same(3) })).toMatchObject([{ action: "alert", channels: ["oncall"] }]);
  });
});

describe("the error of a call that was stopped", () => {
  it("names breaker and loop, and is known by its brand", () => {
    const { admit } = breakersOf({ repeat: {} });
    const [trip] = admit({ toolRounds: same(3) });
    const { message, fields } = trip === undefined ? { message: "", fields: {} } : breakerRefusal(trip);
    expect(message).toBe(
      'Outlay breaker "breaker-0": read came 3 times in a row to nothing new. The call was not sent; `approve` lets t1 go on.',
    );
    expect(isBreakerRefusal(Object.assign(new Error(message), fields))).toBe(true);
  });
});

describe("parseBreakers", () => {
  it("reads files and code alike", () => {
    const { breakers, problems } = parseBreakers([
      {
        name: "loop",
        match: { "gen_ai.agent.name": "*" },
        scope: "session",
        max_model_calls: 80,
        max_elapsed: "20m",
        cost_rate: { times: 10, min_usd: 1, within: "10m" },
        repeat: {
          same_call: { block: 4 },
          result_aware: false,
          ignore_args: ["at"],
          tools: { poll: false, s: { key: ["q"] } },
        },
        on_trip: { action: "alert", alert: ["oncall"] },
      },
    ]);
    expect(problems).toEqual([]);
    expect(breakers[0]).toEqual({
      name: "loop",
      match: { "gen_ai.agent.name": "*" },
      scope: "session",
      maxModelCalls: 80,
      maxElapsed: "20m",
      costRate: { times: 10, minUsd: 1, within: "10m" },
      repeat: {
        sameCall: { block: 4 },
        resultAware: false,
        ignoreArgs: ["at"],
        tools: { poll: false, s: { key: ["q"] } },
      },
      onTrip: { action: "alert", alert: ["oncall"] },
    });
  });

  it.each([
    [{}, ["0.name"]],
    [{ name: "a", max_depth: -1 }, ["0.max_depth"]],
    [{ name: "a", max_elapsed: "soon" }, ["0.max_elapsed"]],
    [{ name: "a", cost_rate: { times: 1, min_usd: 1 } }, ["0.cost_rate.times"]],
    [{ name: "a", repeat: { same_call: { block: 9 } } }, ["0.repeat.same_call"]],
    [{ name: "a", repeat: { tools: { x: true } } }, ["0.repeat.tools.x"]],
    [{ name: "a", colour: 1 }, ["0.colour"]],
  ])("names what is wrong in %j", (value, paths) => {
    expect(parseBreakers([value]).problems.map(({ path }) => path.join("."))).toEqual(paths);
  });

  it("must not run wrong definitions from code", () => {
    expect(() => createBreakers([{ name: "" }])).toThrow(/breakers\[0\]\["name"\]: expected a name/);
  });
});
