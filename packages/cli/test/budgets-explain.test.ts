// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { otlpLine } from "./otlp-line.ts";
import { outlay } from "./run.ts";

/** A million tokens of gpt-5-mini: a quarter of a dollar. */
const QUARTER = 1_000_000;
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const OTHER = "4bf92f3500000000000000000000000f";
const CONFIG = `version: 1
budgets:
  - name: team-day
    group_by: [team.id]
    limit: { usd: 1 }
    window: { every: day }
    thresholds: [{ at: 50% }, { at: 75% }]
  - name: run
    limit: { calls: 10 }
    window: { per: trace }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-explain-"));
  await writeFile(join(folder, "outlay.config.yaml"), CONFIG);
});
afterAll(() => rm(folder, { recursive: true }));

const call = (traceId: string, more: Readonly<Record<string, string | number>> = {}) => ({
  traceId,
  attributes: {
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-5-mini",
    "team.id": "a",
    "gen_ai.usage.input_tokens": QUARTER,
    "gen_ai.usage.output_tokens": 0,
    ...more,
  },
});

async function explain(trace: string, ...args: string[]) {
  const calls = [
    call(OTHER),
    call(TRACE),
    call(OTHER, { "team.id": "b" }),
    call(TRACE),
    call(TRACE, { "gen_ai.request.model": "nobody-knows-it" }),
    call(TRACE, { "outlay.cost.status": "not_billed", "outlay.budget.decision": "refused" }),
  ];
  await writeFile(join(folder, "spans.jsonl"), `${otlpLine(calls)}\n`);
  return outlay(["budgets", "explain", trace, "spans.jsonl", ...args], { cwd: folder });
}

describe("outlay budgets explain", () => {
  it("tells what budgets stood at before and after each call of the trace, others' calls counted", async () => {
    const { exitCode, stdout, stderr } = await explain(TRACE);
    expect([exitCode, stderr]).toEqual([1, ""]);
    expect(stdout.split("\n")[0]).toBe(`Trace ${TRACE}: 4 calls, $0.50, 1 call without a price.`);
    expect(stdout.split("\n").slice(2, 14)).toEqual([
      "  budget                 before    after  of limit",
      "2026-11-20 10:01:00.000  gpt-5-mini  $0.25",
      "  team-day (team.id=a)    $0.25    $0.50     $1.00  reached 50 %",
      "  run                   0 calls  1 calls  10 calls",
      "2026-11-20 10:03:00.000  gpt-5-mini  $0.25",
      "  team-day (team.id=a)    $0.50    $0.75     $1.00  reached 75 %",
      "  run                   1 calls  2 calls  10 calls",
      "2026-11-20 10:04:00.000  nobody-knows-it  unpriced",
      "  team-day (team.id=a)    $0.75    $0.75     $1.00  and 1 call of unknown cost",
      "  run                   2 calls  3 calls  10 calls",
      "2026-11-20 10:05:00.000  gpt-5-mini  refused",
      "  team-day (team.id=a)    $0.75    $0.75     $1.00  and 1 call of unknown cost",
    ]);
  });

  it("writes the same as JSON, with what was decided", async () => {
    const { stdout } = await explain(TRACE.slice(0, 9).toUpperCase(), "--json");
    const { traceId, calls } = JSON.parse(stdout) as { traceId: string; calls: readonly object[] };
    expect(traceId).toBe(TRACE);
    expect(calls).toMatchObject([
      { budgets: [{ budget: "team-day", before: 250_000_000, after: 500_000_000, reached: [0.5] }, { after: 1 }] },
      {
        budgets: [
          { after: 750_000_000, reached: [0.75] },
          { budget: "run", unit: "calls", before: 1, after: 2 },
        ],
      },
      { budgets: [{ unknownCalls: 1 }, { after: 3 }] },
      { decision: "refused", costNanoUsd: 0, budgets: [{ before: 750_000_000, after: 750_000_000 }, { after: 3 }] },
    ]);
    expect(calls[2]).not.toHaveProperty("costNanoUsd");
  });

  it("says of calls that were made what enforced budgets would do, at the last sum that fits and the first past it", async () => {
    const acting = CONFIG.replace(
      "{ at: 75% }",
      "{ at: 50%, action: reroute, route: small }, { at: 75%, action: block }",
    ).replace("budgets:", "mode: shadow\nroutes: { small: { gpt-5-mini: gpt-5-nano } }\nbudgets:");
    const place = await mkdtemp(join(folder, "acting-"));
    await writeFile(join(place, "outlay.config.yaml"), acting);
    const calls = Array.from({ length: 4 }, () => call(TRACE));
    await writeFile(join(place, "spans.jsonl"), `${otlpLine(calls)}\n`);
    const { stdout } = await outlay(["budgets", "explain", TRACE, "spans.jsonl", "--json"], { cwd: place });
    const told = JSON.parse(stdout) as { calls: readonly { budgets: readonly { wouldAct?: string }[] }[] };
    expect(told.calls.map(({ budgets }) => budgets.map(({ wouldAct }) => wouldAct))).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      ["reroute", undefined],
      ["block", undefined],
    ]);
  });

  it.each([
    ["aaaa", 'TRACE_ID: got "aaaa", expected a trace with calls; 6 calls of 2 traces were read'],
    ["4bf92f35", `TRACE_ID: got "4bf92f35", expected more of it: ${OTHER}, ${TRACE}`],
  ])("says what is wrong with the name %s", async (trace, expected) => {
    const { exitCode, stderr } = await explain(trace);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(expected) as string]);
  });
});
