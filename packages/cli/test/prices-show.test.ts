// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { compiledTable, parsePriceOverrides } from "@outlay/pricing";
import { describe, expect, it } from "vitest";

import { publishedForm } from "../src/prices/published-form.ts";
import { lineWith, outlay } from "./run.ts";

describe("outlay prices show", () => {
  it("draws every rate of a model with its page", async () => {
    const { exitCode, stdout, stderr } = await outlay([
      "prices",
      "show",
      "claude-sonnet-4-5-20250929",
      "--provider",
      "anthropic",
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.split("\n").slice(0, 12)).toEqual([
      "claude-sonnet-4-5  anthropic",
      "source  overlay, https://platform.claude.com/docs/en/about-claude/pricing,",
      "        verified 2026-10-16",
      "",
      "in force",
      "USD per million tokens  input  cache read  write 5m  write 1h  output",
      "standard                 3.00        0.30     3.75       6.00   15.00",
      "standard, over 200,000   6.00        0.60     7.50      12.00   22.50",
      "batch                    1.50        0.15     1.875      3.00    7.50",
      "batch, over 200,000      3.00        0.30     3.75       6.00   11.25",
      "$0.05 per 3,600 × second of code execution",
      "web fetch: free",
    ]);
  });

  it("shows every provider that lists a model, and none that only passes the price on", async () => {
    const { stdout } = await outlay(["prices", "show", "gpt-5.1", "--json"]);
    const { matches } = JSON.parse(stdout) as { matches: { provider: string; listedBy: string }[] };
    expect(matches.map(({ provider }) => provider)).toEqual(expect.arrayContaining(["openai", "azure.ai.openai"]));
    for (const { provider, listedBy } of matches) expect(listedBy).toBe(provider);
  });

  it("shows the price in force at a date, and hours and ends in words", async () => {
    const now = await outlay(["prices", "show", "deepseek-chat"]);
    expect(lineWith("in force", now.stdout)).toBe("in force, from 2026-04-24");
    expect(now.stdout).toContain("from 2025-02-26T16:30:00Z every day 16:30–00:30 UTC\n");
    const then = await outlay(["prices", "show", "deepseek-chat", "--at", "2025-10-01"]);
    expect(lineWith("standard", then.stdout)).toBe("standard 0.28 0.028 0.42");
    expect(then.stdout).not.toContain("at all other times");
  });

  it("says what is billed by piece and by call", async () => {
    expect((await outlay(["prices", "show", "dall-e-3", "--provider", "openai"])).stdout).toMatch(
      /\$0\.04 a image\n(?:.*\n)*\$0\.12 a image, hd 1024x1792\n/,
    );
    expect((await outlay(["prices", "show", "sonar", "--provider", "perplexity"])).stdout).toMatch(
      /a call, beside its tokens, by search context: \$/,
    );
    expect((await outlay(["prices", "show", "whisper-1", "--provider", "openai"])).stdout).toContain(
      "per 1,000 × second of media",
    );
  });

  it("adds the currency that this folder wants to see", async () => {
    const folder = await mkdtemp(join(tmpdir(), "outlay-show-"));
    const config = "pricing:\n  overrides:\n    currency: { code: EUR, perUsd: 0.9 }\n";
    await writeFile(join(folder, "outlay.config.yaml"), config);
    const args = ["prices", "show", "claude-haiku-4-5", "--provider", "anthropic"];
    const { stdout } = await outlay(args, { cwd: folder, columns: 120 });
    await rm(folder, { recursive: true });
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "about, in EUR per million tokens: input 0.9, cache read 0.09, write 5m 1.125, write 1h 1.8, output 4.5, at 0.9 for one USD",
    );
    expect((await outlay(args)).stdout).not.toContain("for one USD");
  });

  it("never guesses: an unknown model has near names, and no price", async () => {
    const { exitCode, stdout } = await outlay(["prices", "show", "claude-sonnet-4-5-mini"], { columns: 100 });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("No provider lists claude-sonnet-4-5-mini: its calls are unpriced, which is not zero.");
    expect(lineWith("  claude-sonnet-4-5 ", stdout)).toMatch(/^claude-sonnet-4-5 /);
    expect(stdout).not.toContain("USD");
  });

  it("keeps control characters of a name off the terminal", async () => {
    const { stdout } = await outlay(["prices", "show", "\u001b[2Jmodel\u202e"]);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("\u202e");
  });

  it.each([40, 60, 80, 120])("stays within %i columns, but for pages", async (columns) => {
    const { stdout } = await outlay(["prices", "show", "gpt-realtime"], { columns });
    const tooWide = stdout.split("\n").filter((line) => line.length > columns && !line.includes("http"));
    expect(tooWide).toEqual([]);
  });
});

describe("a price in its published form", () => {
  it("is read back as it was, for every price of the table", () => {
    for (const prices of compiledTable().prices) {
      const models = [{ model: "m", prices: prices.map(publishedForm) }];
      const { overrides, problems } = parsePriceOverrides(JSON.parse(JSON.stringify({ models })));
      expect(problems).toEqual([]);
      const sourceless = JSON.parse(JSON.stringify(prices), (key, value: unknown) =>
        key === "source" ? undefined : value,
      ) as unknown;
      expect(overrides.models[0]?.prices).toEqual(sourceless);
    }
  });
});
