// SPDX-License-Identifier: Apache-2.0
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SCENARIOS = 32;
/** Told as figures of scenario 22, by a test that holds scenario 1. */
const HELD_BY_ANOTHER = new Set(["22 packages/budget/test/ledger/redis-fleet.process.test.ts"]);

const textOf = (path: string): string => readFileSync(`${ROOT}/${path}`, "utf8");
const rows = textOf("docs/budget-scenarios.md")
  .split("\n")
  .flatMap((line) => {
    const [, number = "", , , tests = ""] = line.split("|").map((cell) => cell.trim());
    return /^\d+$/.test(number) ? [{ number: Number(number), tests: testsIn(tests) }] : [];
  });

interface NamedTest {
  readonly file: string;
  readonly title: string;
}

/** Reads `[name](../file): \`title\`, \`title\`; …`. */
function testsIn(cell: string): readonly NamedTest[] {
  return [...cell.matchAll(/\]\(\.\.\/([^)]+)\):((?:,? `[^`]+`)+)/g)].flatMap(([, file = "", titles = ""]) =>
    [...titles.matchAll(/`([^`]+)`/g)].map(([, title = ""]) => ({ file, title })),
  );
}

/** Every title of a test that begins with a scenario, wherever it is. */
function titlesIn(file: string): readonly { readonly number: number; readonly title: string }[] {
  return [...textOf(file).matchAll(/"scenario (\d+): ([^"\\\n]+)"/g)].map(([, number, title = ""]) => ({
    number: Number(number),
    title,
  }));
}

describe("the table of scenarios", () => {
  it("has all of them, in order", () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: SCENARIOS }, (_, index) => index + 1));
  });

  it.each(rows)("names tests that are there, and one of them prints a figure: $number", ({ number, tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, title } of tests) {
      const start = HELD_BY_ANOTHER.has(`${number} ${file}`) ? title : `"scenario ${number}: ${title}`;
      expect(textOf(file).includes(start), `${file}: ${start}`).toBe(true);
    }
    const prints = new RegExp(String.raw`printFigure\(\s*"${number}"|write\(\s*[\`"]scenario ${number}: `);
    expect(tests.some(({ file }) => prints.test(textOf(file)))).toBe(true);
  });

  it("leaves out no test that is a scenario's", () => {
    const named = (number: number, file: string, title: string): boolean =>
      rows.some(
        (row) => row.number === number && row.tests.some((one) => one.file === file && title.startsWith(one.title)),
      );
    const missing = globSync(["packages/*/test/**/*.ts", "test/*/test/**/*.ts"], {
      cwd: ROOT,
      exclude: (path) => path.includes("node_modules"),
    }).flatMap((file) => {
      const found = titlesIn(file).filter(({ number, title }) => !named(number, file, title));
      return found.map(({ number, title }) => `${file}: scenario ${number}: ${title}`);
    });
    expect(missing).toEqual([]);
  });
});
