// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { lineWith, outlay } from "./run.ts";

const SONNET = ["prices", "explain", "claude-sonnet-4-5-20250929", "--provider", "anthropic"];
const CACHED = ["--input", "30000", "--cache-read", "20000", "--cache-write-5m", "5000", "--output", "1000"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-explain-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("outlay prices explain", () => {
  it("shows the row, each product and the total", async () => {
    const { exitCode, stdout } = await outlay([...SONNET, ...CACHED, "--at", "2026-11-01"]);
    expect(exitCode).toBe(0);
    expect(stdout.replace(/^table .*\n/m, "")).toBe(
      [
        "row      claude-sonnet-4-5 of anthropic",
        "source   overlay, https://platform.claude.com/docs/en/about-claude/pricing,",
        "         verified 2026-10-16",
        "date     2026-11-01T00:00:00Z, one price for all dates",
        "tier     standard",
        "band     prompts of at most 200,000 tokens",
        "region   none that changes the price",
        "",
        "                 count  × USD per million    = USD",
        "uncached input   5,000               3.00  0.015",
        "cache read      20,000               0.30  0.006",
        "cache write 5m   5,000               3.75  0.01875",
        "output           1,000              15.00  0.015",
        "total                                      0.05475",
        "",
        "priced: every count had its published rate",
        "",
      ].join("\n"),
    );
  });

  it("shows band, tier and the factor of a region", async () => {
    const long = await outlay([...SONNET, "--input", "200001", "--output", "10", "--tier", "batch"]);
    expect(lineWith("tier", long.stdout)).toBe("tier batch");
    expect(lineWith("band", long.stdout)).toBe("band prompts of more than 200,000 tokens");
    expect(lineWith("total", long.stdout)).toBe("total 0.6001155");
    const regional = await outlay([...SONNET.slice(0, 4), "vertex_ai", "--input", "1000", "--region", "us-east5"]);
    expect(lineWith("uncached input", regional.stdout)).toBe("uncached input 1,000 3.00 11/10 0.0033");
  });

  it("takes the size and quality of what was drawn, and says when they are not listed", async () => {
    const drawn = ["prices", "explain", "dall-e-3", "--provider", "openai", "--images", "2"];
    const hd = await outlay([...drawn, "--media-size", "1024x1792", "--media-quality", "hd"]);
    expect(lineWith("total", hd.stdout)).toBe("total 0.24");
    const { stdout } = await outlay([...drawn, "--media-size", "31x7"]);
    expect(stdout).toContain("- media_kind_assumed: the price goes by size and quality");
  });

  it("names every doubt in words", async () => {
    const { exitCode, stdout } = await outlay([...SONNET, "--input", "5", "--cache-read", "10", "--tier", "priority"]);
    expect(exitCode).toBe(0);
    expect(lineWith("partial:", stdout)).toBe("partial: something that was used is missing from the amount");
    expect(stdout).toContain("- usage_partial: some counts are missing; the amount is a lower bound");
    expect(stdout).toContain("- cache_exceeds_input: more tokens were cached than the input has");
    expect(stdout).toContain("- tier_not_listed: this tier has no published price for the model");
  });

  it("has no amount for what nobody lists, and exit code 1", async () => {
    const { exitCode, stdout } = await outlay([
      "prices",
      "explain",
      "gpt-5-ultra-x",
      "--provider",
      "openai",
      "--input",
      "5",
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("gpt-5-ultra-x of openai: the model is not in the provider's price list.");
    expect(stdout).not.toMatch(/\d\.\d/);
  });

  it("counts the overrides of the folder, and says what is wrong with them", async () => {
    await writeFile(
      join(folder, "outlay.config.yaml"),
      "pricing:\n  overrides:\n    currency: { code: EUR, perUsd: 0.5 }\n    models: [{ model: claude-*, multiplier: 0.5 }, { model: x }]\n",
    );
    const { stdout, stderr } = await outlay([...SONNET, "--input", "1000", "--output", "0"], { cwd: folder });
    expect(lineWith("uncached input", stdout)).toBe("uncached input 1,000 3.00 1/2 0.0015");
    expect(stdout).toContain("about 0.000750000 EUR, at 0.5 for one USD");
    expect(stderr).toMatch(/^outlay: outlay\.config\.yaml:4:52 pricing\.overrides\.models\[1\]: got /);
  });

  it("takes the attribute of a tenant that has a factor of its own", async () => {
    await writeFile(
      join(folder, "outlay.config.yaml"),
      "pricing:\n  overrides:\n    tenants: [{ attribute: tenant.id, value: acme, multiplier: 1.2 }]\n",
    );
    const explain = (attribute: string): ReturnType<typeof outlay> =>
      outlay([...SONNET, "--input", "1000", "--output", "0", "--attribute", attribute], { cwd: folder });
    expect(lineWith("uncached input", (await explain("tenant.id=acme")).stdout)).toBe(
      "uncached input 1,000 3.00 6/5 0.0036",
    );
    expect(lineWith("uncached input", (await explain("tenant.id=other")).stdout)).toBe(
      "uncached input 1,000 3.00 0.003",
    );
    const wrong = await explain("acme");
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining("expected KEY=VALUE")]);
  });

  it("writes amounts as whole pico-USD in JSON", async () => {
    const { stdout } = await outlay([...SONNET, ...CACHED, "--json"]);
    const { totalPicoUsd, lines } = JSON.parse(stdout) as { totalPicoUsd: string; lines: { amountPicoUsd: string }[] };
    expect(totalPicoUsd).toBe("54750000000");
    expect(lines.reduce((sum, line) => sum + BigInt(line.amountPicoUsd), 0n)).toBe(54_750_000_000n);
  });

  it("stays exact where a double is not", async () => {
    const { stdout } = await outlay([...SONNET, "--input", "999999999", "--output", "999999999"]);
    expect(lineWith("total", stdout)).toBe("total 28,499.9999715");
    const json = await outlay([...SONNET, "--input", "999999999", "--output", "999999999", "--json"]);
    expect(json.stdout).toContain('"totalPicoUsd": "28499999971500000"');
  });
});
