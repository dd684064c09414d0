// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createBudgetGuard } from "@outlay/budget";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { otlpLine } from "./otlp-line.ts";
import { lineWith, outlay } from "./run.ts";

/** A million tokens of gpt-5-mini: a quarter of a dollar. */
const QUARTER = 1_000_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-simulate-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Calls of teams, a minute apart. */
function line(calls: readonly { readonly team: string; readonly model?: string }[]): string {
  return otlpLine(
    calls.map(({ team, model = "gpt-5-mini" }) => ({
      attributes: {
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": model,
        "team.id": team,
        "gen_ai.usage.input_tokens": QUARTER,
        "gen_ai.usage.output_tokens": 0,
      },
    })),
  );
}

const BUDGETS =
  "version: 1\nmode: shadow\nbudgets:\n  - name: team-day\n    group_by: [team.id]\n    limit: { usd: 0.5 }\n    window: { every: day }\n    thresholds: [{ at: 100%, action: block }]\n";

async function simulateCalls(calls: Parameters<typeof line>[0], config = BUDGETS, ...args: string[]) {
  await writeFile(join(folder, "outlay.config.yaml"), config);
  await writeFile(join(folder, "spans.jsonl"), `${line(calls)}\n`);
  return outlay(["budgets", "simulate", "spans.jsonl", ...args], { cwd: folder });
}

describe("outlay budgets simulate", () => {
  it("says what would have been refused, when first, and who came closest", async () => {
    const calls = [{ team: "a" }, { team: "a" }, { team: "b" }, { team: "a" }];
    const { exitCode, stdout, stderr } = await simulateCalls(calls);
    expect([exitCode, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("1 of 4 calls would have been refused, worth $0.25; $0.75 would have been spent.");
    expect(lineWith("team-day", stdout)).toBe("team-day 1 2026-11-20 10:03:00 $0.50 100 % team.id=a");
  });

  it("is content where everything fits", async () => {
    const { exitCode, stdout } = await simulateCalls([{ team: "a" }]);
    expect([exitCode, stdout.split("\n")[0]]).toEqual([
      0,
      "good: 1 call, none would have been refused; $0.25 would have been spent.",
    ]);
  });

  it("counts findings that were recorded", async () => {
    const attributes = {
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-5-mini",
      "gen_ai.usage.input_tokens": QUARTER,
      "gen_ai.usage.output_tokens": 0,
    };
    const broken = { "outlay.cache.miss.reason": "tools_changed", "outlay.cache.missed_input_tokens": 700 };
    const config =
      "version: 1\nbudgets:\n  - { name: breaks, counts: cache_breaks, limit: { tokens: 1000 }, window: lifetime }\n";
    await writeFile(join(folder, "outlay.config.yaml"), config);
    await writeFile(
      join(folder, "spans.jsonl"),
      `${otlpLine([{ attributes }, { attributes: { ...attributes, ...broken } }])}\n`,
    );
    const { stdout } = await outlay(["budgets", "simulate", "spans.jsonl", "--json"], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      budgets: [{ budget: "breaks", highest: { spent: 700, calls: 1, unit: "tokens" } }],
    });
  });

  it("has a status beside it: where budgets stood after recorded calls", async () => {
    await writeFile(join(folder, "outlay.config.yaml"), BUDGETS);
    await writeFile(join(folder, "spans.jsonl"), `${line([{ team: "a" }, { team: "a" }, { team: "b" }])}\n`);
    const { exitCode, stdout, stderr } = await outlay(["budgets", "status", "--spans", "spans.jsonl"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([1, ""]);
    expect(lineWith("team.id=a", stdout)).toBe("team-day team.id=a $0.50 $0.50 100 %");
    expect(lineWith("team.id=b", stdout)).toBe("team-day team.id=b $0.25 $0.50 50 %");
  });

  it("has a status that reads what a process with a memory of its own has written down", async () => {
    const guard = createBudgetGuard([{ name: "ever", limit: { usd: 2 }, window: "lifetime" }]);
    await guard.record({ atMs: 1, attributes: {}, costNanoUsd: 1_500_000_000 });
    const written = JSON.stringify(await guard.status());
    await writeFile(join(folder, "standing.json"), written);
    const status = () => outlay(["budgets", "status", "--snapshot", "standing.json"], { cwd: folder });
    expect(lineWith("ever", (await status()).stdout)).toBe("ever all $1.50 $2.00 75 %");
    await writeFile(join(folder, "standing.json"), written.replace('"spent":1500000000', '"spent":"much"'));
    expect(await status()).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('standing.json: [0].spent: got "much", expected a whole number') as string,
    });
  });

  it("writes JSON", async () => {
    const { stdout } = await simulateCalls([{ team: "a" }, { team: "a", model: "gpt-5-ultra-x" }], BUDGETS, "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      calls: 2,
      refusedCalls: 1,
      unknownCalls: 1,
      spentNanoUsd: 250_000_000,
      budgets: [{ budget: "team-day", refused: 1 }],
    });
  });

  it("wants budgets", async () => {
    const { exitCode, stderr } = await simulateCalls([], "version: 1\n");
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("there are no budgets in the configuration") as string,
    ]);
  });
});
