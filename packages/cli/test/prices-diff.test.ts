// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { PriceTable, TokenRates } from "@outlay/pricing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { lineWith, outlay } from "./run.ts";

function tableOf(version: string, models: Readonly<Record<string, TokenRates>>): PriceTable {
  const names = Object.keys(models);
  return {
    formatVersion: 1,
    version,
    date: "2026-11-23",
    calendars: {},
    sources: [{ name: "overlay", verified: "2026-11-23" }],
    prices: Object.values(models).map((rates) => [{ rates }]),
    rows: names.map((name, index) => [name, index, 0]),
    providers: { acme: Object.fromEntries(names.map((name, index) => [name, index])) },
  };
}

const OLD = tableOf("2026-10-01.aaaaaaaa", {
  cheaper: { input: 4_000_000, output: 8_000_000 },
  dearer: { input: 1_000_000 },
  edge: { input: 1_000_000 },
  same: { input: 5_000_000 },
  gone: { input: 1 },
});
const NEW = tableOf("2026-11-23.bbbbbbbb", {
  cheaper: { input: 1_000_000, output: 7_000_000 },
  dearer: { input: 1_100_000 },
  edge: { input: 3_000_000 },
  same: { input: 5_000_000 },
  fresh: { input: 1 },
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-diff-"));
  await writeFile(join(folder, "old.json"), JSON.stringify(OLD));
  await writeFile(join(folder, "new.json"), JSON.stringify(NEW));
  await writeFile(join(folder, "text.json"), "no");
  await writeFile(join(folder, "future.json"), '{"formatVersion":2}');
});
afterAll(() => rm(folder, { recursive: true }));

describe("outlay prices diff", () => {
  it("sorts rates by how far they moved, and marks those beyond 3×", async () => {
    const { exitCode, stdout } = await outlay(["prices", "diff", "old.json", "new.json"], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        "before  2026-10-01.aaaaaaaa",
        "after   2026-11-23.bbbbbbbb",
        "",
        "USD per million tokens  rate    before  after    factor",
        "acme cheaper            input     4.00   1.00  ! × 0.25",
        "acme edge               input     1.00   3.00       × 3",
        "acme cheaper            output    8.00   7.00   × 0.875",
        "acme dearer             input     1.00   1.10     × 1.1",
        "",
        "added",
        "  acme: fresh",
        "",
        "removed",
        "  acme: gone",
        "",
        "4 rates moved, 1 names added, 1 removed, 0 with other conditions",
        "! 1 rate moved more than 3×: look at the published page",
        "",
      ].join("\n"),
    );
  });

  it("takes the built-in table for either side", async () => {
    const added = await outlay(["prices", "diff", "old.json", "--built-in"], { cwd: folder });
    expect(lineWith("before", added.stdout)).toBe("before 2026-10-01.aaaaaaaa");
    const removed = await outlay(["prices", "diff", "--built-in", "new.json"], { cwd: folder });
    expect(lineWith("after", removed.stdout)).toBe("after 2026-11-23.bbbbbbbb");
  });

  it("finds nothing between the table and what prices table writes of it", async () => {
    const { stdout } = await outlay(["prices", "table"]);
    await writeFile(join(folder, "built-in.json"), stdout);
    const same = await outlay(["prices", "diff", "built-in.json", "--built-in"], { cwd: folder });
    expect(same.stdout).toContain("No price is different.");
  });

  it.each([
    ["text.json", "text.json: got a file that is not JSON, expected a price table as outlay prices table writes it"],
    ["future.json", "future.json formatVersion: got 2, expected 1"],
  ])("refuses %s", async (file, message) => {
    const { exitCode, stderr } = await outlay(["prices", "diff", file, "new.json"], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
