// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { otlpLine } from "./otlp-line.ts";
import { lineWith, outlay } from "./run.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-check-"));
});
afterEach(() => rm(folder, { recursive: true }));

interface Run {
  readonly feature?: string;
  readonly model?: string;
  readonly read?: number;
  readonly calls?: number;
}

async function record(
  file: string,
  { feature = "triage", model = "gpt-5-mini", read = 80_000, calls = 2 }: Run,
): Promise<void> {
  const attributes = {
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": model,
    feature,
    "gen_ai.usage.input_tokens": 100_000,
    "gen_ai.usage.cache_read.input_tokens": read,
    "gen_ai.usage.output_tokens": 0,
  };
  const traceId = "5".repeat(32);
  await writeFile(join(folder, file), otlpLine(Array.from({ length: calls }, () => ({ traceId, attributes }))));
}

const check = (...args: readonly string[]) => outlay(["check", ...args], { cwd: folder, columns: 140 });

async function withBaseline(run: Run, ...args: readonly string[]) {
  await record("before.jsonl", {});
  await check("before.jsonl", "--write-baseline", "spend.json");
  await record("run.jsonl", run);
  return check("run.jsonl", "--baseline", "spend.json", ...args);
}

describe("outlay check", () => {
  it("passes a run that is as it was", async () => {
    const { exitCode, stdout, stderr } = await withBaseline({});
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(lineWith("cost of a task", stdout)).toMatch(/triage +cost of a task +\$0\.0140 +\$0\.0140 +\$0\.0154 +ok/);
    expect(stdout).toContain("all within limits");
  });

  it("fails one that lost its cache: it is dearer, and the ratio says why", async () => {
    const { exitCode, stdout } = await withBaseline({ read: 0 });
    expect(exitCode).toBe(1);
    expect(lineWith("cost of a task", stdout)).toContain("FAILED");
    expect(lineWith("cache-hit ratio", stdout)).toMatch(/80\.0 % +0\.0 % +75\.0 % +FAILED/);
    expect(lineWith("calls for a task", stdout)).toContain("ok");
    expect(stdout).toContain("2 beyond limits");
  });

  it("fails one whose model nobody can price, also without a baseline", async () => {
    await record("run.jsonl", { model: "gpt-5-ultra-x" });
    expect((await check("run.jsonl")).exitCode).toBe(1);
    expect((await check("run.jsonl", "--max-unpriced", "2")).exitCode).toBe(0);
  });

  it("lets limits be wider", async () => {
    expect((await withBaseline({ calls: 3 })).exitCode).toBe(1);
    expect((await withBaseline({ calls: 3 }, "--max-cost", "50%", "--max-calls", "50")).exitCode).toBe(0);
  });

  it("tells CI systems: JUnit in a file, GitHub's annotations beside JSON", async () => {
    const { stdout, stderr } = await withBaseline(
      { feature: "triage", read: 0 },
      "--junit",
      "out.xml",
      "--github",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject({ passed: false });
    expect(stderr).toContain(
      "::error title=outlay: cache-hit ratio::triage: cache-hit ratio is 0.0 %25, 80.0 %25 in the baseline, allowed at least 75.0 %25\n",
    );
    const xml = await readFile(join(folder, "out.xml"), "utf8");
    expect(xml).toContain('<testsuite name="triage" tests="5" failures="2" skipped="1">');
    expect(xml).toContain('<failure message="triage: cache-hit ratio is 0.0 %, 80.0 % in the baseline');
  });

  it("writes XML and annotations that no name can break out of", async () => {
    await record("run.jsonl", { feature: '"><script>\u0000&\n::error::x', model: "gpt-5-ultra-x" });
    const { stderr } = await check("run.jsonl", "--junit", "out.xml", "--github");
    const xml = await readFile(join(folder, "out.xml"), "utf8");
    expect(xml).toContain('classname="&quot;&gt;&lt;script&gt;\uFFFD&amp;');
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each([
    ["no JSON", "{", "spend.json: got no JSON object"],
    ["another version", '{"version":2}', "spend.json: version: got 2, expected 1"],
    [
      "a text for a number",
      '{"version":1,"tasks":[{"task":"a","tasks":"1"}]}',
      'spend.json: tasks[0].tasks: got "1", expected a number',
    ],
    ["no name", '{"version":1,"tasks":[{}]}', "spend.json: tasks[0].task: got nothing, expected a name"],
  ])("says what is wrong with a baseline: %s", async (_name, text, message) => {
    await writeFile(join(folder, "spend.json"), text);
    await record("run.jsonl", {});
    const { exitCode, stderr } = await check("run.jsonl", "--baseline", "spend.json");
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("does not pass what has no calls: the run did not take place", async () => {
    await writeFile(join(folder, "run.jsonl"), "");
    const { exitCode, stderr } = await check("run.jsonl");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("run.jsonl: got no calls of models, expected some to check");
  });
});
