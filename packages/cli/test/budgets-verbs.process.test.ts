// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { createSqliteStore } from "@outlay/budget/sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { otlpLine } from "./otlp-line.ts";

const CLI = fileURLToPath(new URL("../dist/outlay.mjs", import.meta.url));
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CONFIG = `version: 1
mode: shadow
store: { sqlite: ./budgets.db }
budgets:
  - name: team
    group_by: [team.id]
    limit: { usd: 0.4 }
    window: lifetime
    thresholds: [{ at: 100%, action: block }]
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-verbs-"));
  await writeFile(join(folder, "outlay.config.yaml"), CONFIG);
  const attributes = {
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-5-mini",
    "team.id": "a",
    "gen_ai.usage.input_tokens": 1_000_000,
    "gen_ai.usage.output_tokens": 0,
  };
  const call = { traceId: TRACE, attributes };
  const unpriced = { traceId: TRACE, attributes: { ...attributes, "gen_ai.request.model": "nobody-knows-it" } };
  await writeFile(join(folder, "spans.jsonl"), `${otlpLine([call, call, unpriced])}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the built `outlay budgets …`. */
async function budgets(...args: string[]): Promise<{ exitCode: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [CLI, "budgets", ...args], { cwd: folder, env: {} });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, stdout, stderr };
}

describe("the built program", () => {
  it("explains a trace from its spans, and never takes an unpriced call for one that cost nothing", async () => {
    const { exitCode, stdout, stderr } = await budgets("explain", TRACE, "spans.jsonl");
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Trace ${TRACE}: 3 calls, $0.50, 1 call without a price.`);
    expect(stdout).toContain("nobody-knows-it  unpriced");
    expect(stdout.match(/would .*/g)).toEqual(["would be refused"]);
    expect(stdout).toMatch(/\$0\.25 +\$0\.50 +\$0\.40 +reached 100 %, would be refused\n/);
  });

  it("says of a trace that it does not know how much was read", async () => {
    const { exitCode, stdout, stderr } = await budgets("explain", "ffff", "spans.jsonl");
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain('got "ffff", expected a trace with calls; 3 calls of 1 trace were read');
  });

  it("simulates the same spans", async () => {
    const { exitCode, stdout, stderr } = await budgets("simulate", "spans.jsonl");
    expect([exitCode, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("2 of 3 calls would have been refused, worth $0.25");
  });

  it("grants and adjusts with a reason, and shows where it led to", async () => {
    const on = ["--group", "team.id=a", "--by", "anna"];
    const granted = await budgets("grant", "team", "0.5", ...on, "--id", "g", "--reason", "launch day");
    const adjusted = await budgets("adjust", "team", ...on, "--reason", "counted twice", "--", "-0.25");
    expect([granted.exitCode, granted.stderr, adjusted.exitCode, adjusted.stderr]).toEqual([0, "", 0, ""]);
    const status = await budgets("status", "--json");
    expect(JSON.parse(status.stdout)).toMatchObject([{ budget: "team", granted: 500_000_000, spent: -250_000_000 }]);
    const store = createSqliteStore({ path: join(folder, "budgets.db") });
    const events = (await store.claimEvents(10, 1)).map(({ event }) => event);
    await store.close();
    expect(events).toMatchObject([
      { kind: "granted", amount: 500_000_000, by: "anna", reason: "launch day" },
      { kind: "adjusted", amount: -250_000_000, by: "anna", reason: "counted twice" },
    ]);
  });
});
