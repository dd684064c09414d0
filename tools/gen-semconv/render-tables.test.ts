// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { ATTRIBUTES, METRICS } from "../../packages/semconv/src/index.ts";
import { fillSections } from "../readme/sections.ts";
import { semconvSections } from "./render-tables.ts";

const README = readFileSync(new URL("../../packages/semconv/README.md", import.meta.url), "utf8");
const sections = semconvSections();

describe("packages/semconv/README.md", () => {
  it("has the tables of the source (pnpm run semconv:generate)", () => {
    expect(README).toBe(fillSections(README, sections));
  });

  it("names every attribute and metric in a row of its own", () => {
    const metrics = Object.values(METRICS).map((metric) => metric.name);
    expect(firstCells(sections["attributes"])).toEqual(Object.keys(ATTRIBUTES));
    expect(firstCells(sections["metrics"])).toEqual(metrics);
  });

  it("has tables whose rows are all of one width", () => {
    const cells = (row: string): number => row.split(" | ").length;
    for (const section of Object.values(sections)) {
      const rows = section.split("\n").filter((line) => line.startsWith("|"));
      expect(new Set(rows.map(cells)).size).toBeLessThanOrEqual(1);
    }
  });
});

describe("generated sections", () => {
  it("replace what was there and nothing else", () => {
    const before = "a\n<!-- generated: one -->\nold\n<!-- /generated -->\nb\n";
    const after = "a\n<!-- generated: one -->\n\nnew\n\n<!-- /generated -->\nb\n";
    expect(fillSections(before, { one: "new\n" })).toBe(after);
    expect(fillSections(after, { one: "new" })).toBe(after);
  });

  it.each([
    ["without a mark", "text", { one: "new" }],
    ["without a section", "<!-- generated: one -->\n<!-- /generated -->", {}],
  ])("are refused %s", (_what, markdown, given) => {
    expect(() => fillSections(markdown, given)).toThrow("one");
  });
});

function firstCells(section = ""): string[] {
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = ""]) => name);
}
