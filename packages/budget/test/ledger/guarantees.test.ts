// SPDX-License-Identifier: Apache-2.0
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

const FOLDER = fileURLToPath(new URL("../..", import.meta.url));
const README = readFileSync(`${FOLDER}/README.md`, "utf8");
const TESTS = globSync(["test/ledger/*.ts", "../alerts/test/outbox.process.test.ts"], { cwd: FOLDER }).map((file) =>
  readFileSync(`${FOLDER}/${file}`, "utf8"),
);

describe("guarantees in the README", () => {
  const rows = README.split("\n").filter((line) => /^\| G\d \|/.test(line));

  it("are eight", () => {
    expect(rows.map((row) => row.slice(2, 4))).toEqual(["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"]);
  });

  it.each(rows.map((row) => [row.slice(2, 4), row.split("|").at(-2) ?? ""] as const))(
    "have tests of the names they give: %s",
    (_, cell) => {
      const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names)
        expect(
          TESTS.some((test) => test.includes(name)),
          name,
        ).toBe(true);
    },
  );
});
