// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { otlpLine } from "./otlp-line.ts";
import { lineWith, outlay } from "./run.ts";

const CALL = {
  "gen_ai.provider.name": "anthropic",
  "gen_ai.request.model": "claude-sonnet-4-5",
  "gen_ai.conversation.id": "c",
  "gen_ai.usage.input_tokens": 20_000,
  "gen_ai.usage.output_tokens": 100,
};
const BROKEN = {
  ...CALL,
  "outlay.cache.miss.reason": "tools_changed",
  "outlay.cache.miss.pointer": "/tools/3",
  "outlay.cache.miss.tool": "read_file",
  "outlay.cache.miss.looks_like": "reordered_keys",
  "outlay.cache.missed_input_tokens": 18_000,
};

describe("the part of a report about the prompt cache", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-report-"));
    const line = otlpLine([
      { attributes: CALL },
      { attributes: { ...BROKEN, "outlay.cache.wasted_usd": 0.0621 } },
      { attributes: { ...BROKEN, "outlay.cache.wasted_usd": 0.0621 } },
      { attributes: { ...BROKEN, "outlay.cache.miss.reason": "ttl_expired", "outlay.cache.missed_input_tokens": 9 } },
    ]);
    await writeFile(join(folder, "spans.jsonl"), `${line}\n`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("names the tool that broke it, and the dollars", async () => {
    const { stdout, stderr } = await outlay(["report", "spans.jsonl"], { cwd: folder, columns: 140 });
    expect(stderr).toBe("");
    expect(stdout).toContain("Why the prompt cache broke");
    expect(lineWith("tools_changed", stdout)).toMatch(
      /tools_changed +\/tools\/3 +read_file +reordered_keys +2 +36,000 +0\.1242/,
    );
    expect(stdout).toContain("Of 1 of 4 calls nobody can say.");
  });

  it("says of calls without a price how many they are, and no sum", async () => {
    const { stdout } = await outlay(["report", "spans.jsonl", "--json"], { cwd: folder });
    const { tables } = JSON.parse(stdout) as { tables: Record<string, { rows: Record<string, unknown>[] }> };
    const rows = tables["cache_breaks"]?.rows;
    expect(rows?.find(({ reason }) => reason === "ttl_expired")).toMatchObject({ calls: 1, unpriced_calls: 1 });
    expect(rows?.find(({ reason }) => reason === "ttl_expired")?.["wasted_usd"]).not.toBe(0);
  });
});
