// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { createPriceEngine, parsePriceOverrides } from "../src/index.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

function blocks(language: string): readonly string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, code]) => code ?? "",
  );
}

/** What each `console.log` of a block says in its comment that it prints. */
function promised(code: string): readonly string[] {
  return [...code.matchAll(/console\.log\(.*\/\/ (.+)$/gm)].map(([, comment]) => comment ?? "");
}

function printed(code: string, type: "module" | "commonjs"): readonly string[] {
  const options = ["--conditions=@outlay/source", `--input-type=${type}`, "--eval", code];
  return execFileSync(process.execPath, options, { cwd: PACKAGE, encoding: "utf8" }).split("\n");
}

it.each([
  [0, "module"],
  [1, "commonjs"],
] as const)("example %d prints what it says, as %s", (index, type) => {
  const code = blocks("js")[index] ?? "";
  const expected = promised(code);
  expect(expected.length).toBeGreaterThanOrEqual(2);
  expect(printed(code, type).slice(0, expected.length)).toEqual(expected);
});

it("shows a price file that gives an unknown model its price", () => {
  const [file] = blocks("json");
  const { overrides, problems } = parsePriceOverrides(JSON.parse(file ?? ""));
  expect(problems).toEqual([]);
  const query = {
    provider: "openai",
    requestModel: "my-model",
    startTimeMs: 0,
    usage: { inputTokens: 8, outputTokens: 1 },
  };
  expect(createPriceEngine({ overrides }).price(query)).toMatchObject({ status: "priced", totalPicoUsd: 20_000_000 });
});
