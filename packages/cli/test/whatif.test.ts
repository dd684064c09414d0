// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { otlpLine } from "./otlp-line.ts";
import { lineWith, outlay } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-whatif-"));
  // Sonnet 4.5: $3 in, $0.30 read, $15 out a million.
  const call = {
    "gen_ai.provider.name": "anthropic",
    "gen_ai.request.model": "claude-sonnet-4-5",
    "gen_ai.conversation.id": "c",
    "gen_ai.usage.input_tokens": 100_000,
    "gen_ai.usage.cache_read.input_tokens": 90_000,
    "gen_ai.usage.output_tokens": 1_000,
  };
  const unpriced = { ...call, "gen_ai.request.model": "nobody-knows-1" };
  const line = otlpLine([{ attributes: call }, { attributes: call }, { attributes: unpriced }]);
  await writeFile(join(folder, "spans.jsonl"), `${line}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

const whatIf = (...args: readonly string[]) =>
  outlay(["whatif", "spans.jsonl", ...args], { cwd: folder, columns: 120 });
const COST_USD = 2 * (0.01 * 3 + 0.09 * 0.3 + 0.001 * 15);

describe("outlay whatif", () => {
  it("compares what was spent with what could have been", async () => {
    const { exitCode, stdout, stderr } = await whatIf("--no-cache");
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(lineWith("no prompt cache", stdout)).toMatch(/no prompt cache +0\.1440 +0\.6300 +\+337\.5 % +3 +2 +1/);
    expect(stdout).toContain("An accounting simulation on recorded counts, not a claim about quality.");
    expect(stdout).toContain("no price: calls without one");
  });

  it("says beside another model how many of today's successes it must keep", async () => {
    const { stdout } = await whatIf("--model", "claude-sonnet-4-5=claude-haiku-4-5");
    expect(lineWith("→", stdout)).toMatch(/-66\.7 % +33\.3 %/);
    expect(stdout).toContain("must keep: the share of today's successes");
  });

  it("writes JSON, in USD", async () => {
    const { stdout } = await whatIf("--json", "--tier", "batch", "--compact", "50_000:10%");
    const { scenarios } = JSON.parse(stdout) as {
      scenarios: { scenario: string; actualUsd: number; simulatedUsd: number }[];
    };
    expect(scenarios.map(({ scenario }) => scenario)).toEqual([
      "service tier batch",
      "compaction above 50000 tokens, 10 % kept",
    ]);
    expect(scenarios[0]?.actualUsd).toBeCloseTo(COST_USD, 9);
    expect(scenarios[0]?.simulatedUsd).toBeCloseTo(COST_USD / 2, 9);
  });

  it.each([
    ["--model", "a", '--model: got "a", expected MODEL=OTHER'],
    ["--cache-ttl", "soon", '--cache-ttl: got "soon", expected a lifetime'],
    ["--breakpoints", "system,middle", '--breakpoints: got "middle", expected tools, system, last'],
    ["--compact", "soon", '--compact: got "soon", expected TOKENS'],
  ])("refuses %s %s", async (option, value, message) => {
    const { exitCode, stderr } = await whatIf(option, value);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("says of how many calls a cache that was used otherwise cannot be told", async () => {
    const { stdout } = await whatIf("--cache-ttl", "1h", "--breakpoints", "system,last");
    expect(lineWith("prompt cache 1h", stdout)).toMatch(/breakpoints system \+ last .* 3$/);
    expect(stdout).toContain("unknown: calls that the scenario cannot tell of");
  });

  it("says that there is nothing to compare", async () => {
    await writeFile(join(folder, "none.jsonl"), "");
    const { exitCode, stdout } = await outlay(["whatif", "none.jsonl"], { cwd: folder });
    expect([exitCode, stdout]).toEqual([1, "No calls of models were found.\n"]);
  });
});
