// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { lineWith, outlay } from "./run.ts";
import type { Ran } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-check-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(text: string, name = "prices.yaml", args: readonly string[] = []): Promise<Ran> {
  await writeFile(join(folder, name), text);
  return outlay(["prices", "check", name, ...args], { cwd: folder });
}

describe("outlay prices check", () => {
  it("shows what each entry changes, and which an earlier one has already", async () => {
    const { exitCode, stdout, stderr } = await check(`
models:
  - { provider: openai, model: gpt-5.1, prices: [{ rates: { input: 1, cacheRead: 0.1, output: 8 } }] }
  - { provider: openai, model: "gpt-5.1*", multiplier: 0.5 }
  - { provider: openai, model: our-own, prices: [{ rates: { input: 1, output: 2 } }] }
`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(lineWith("openai gpt-5.1 ", stdout)).toBe("openai gpt-5.1 1.25 → 1.00 0.125 → 0.10 10.00 → 8.00");
    expect(stdout).toMatch(
      /models\[1\] {2}openai gpt-5\.1\*\n {2}× 0\.5 on everything, changes \d+ listed models?, 1 model an/,
    );
    expect(stdout).toMatch(/models\[2\].*\n {2}not in the price table: calls of this name have a price from now on/);
    expect(stdout).toMatch(/\ngood: everything in prices\.yaml counts\n$/);
  });

  it("says when an entry does nothing", async () => {
    const { exitCode, stdout } = await check(`
aliases:
  - { provider: azure, model: prod, use: { provider: openai, model: gpt-5.1 } }
  - { model: old, use: { model: no-such-model } }
models:
  - { model: no-such-*, multiplier: 0.5 }
  - { model: empty, prices: [{ rates: {} }] }
`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/models\[0\].*\n.*\n {2}matches no listed model: it changes nothing/);
    expect(stdout).toMatch(/models\[1\].*\n {2}has no amount that counts: such calls stay unpriced/);
    expect(stdout).toMatch(
      /aliases\[0\] {2}azure prod\n {2}stands for openai gpt-5\.1: input 1\.25, cache read 0\.125/,
    );
    expect(stdout).toMatch(/aliases\[1\].*\n {2}stands for no-such-model, which nobody lists/);
  });

  it.each([
    [
      "models:\n  - { model: m, multiplier: -1 }\n",
      "prices.yaml:2:29 models[0].multiplier: got -1, expected a factor above 0, at most 1000",
    ],
    ["models:\n  - { model: m, multplier: 1 }\n", "prices.yaml:2:28 models[0].multplier"],
    ["models: [\n", "prices.yaml:2:1: got text that is not YAML"],
    ["currency: { code: euro, perUsd: 1 }\n", 'prices.yaml:1:19 currency.code: got "euro", expected an ISO 4217 code'],
    ["- a list\n", "prices.yaml:1:1"],
  ])("names line, key, value and what was expected of %j", async (text, message) => {
    const { exitCode, stdout } = await check(text);
    expect(exitCode).toBe(1);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(message);
    expect(stdout).toMatch(/\nwrong: prices\.yaml has .* not count; everything else does\n$/);
  });

  it("reads JSON, names with a dollar sign, and writes JSON", async () => {
    const text = JSON.stringify({ models: [{ provider: "openai", model: "gpt-5.1", multiplier: 0.5 }] });
    const { exitCode, stdout } = await check(text, "pri$ces.json", ["--json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      problems: [],
      models: [
        { changes: [{ model: "gpt-5.1", before: { input: 1.25, output: 10 }, after: { input: 0.625, output: 5 } }] },
      ],
    });
  });
});
