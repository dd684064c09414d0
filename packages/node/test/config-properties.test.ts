// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";

import { nearest } from "../src/config/nearest.ts";
import { DEFAULT_CONFIG } from "../src/config/outlay-config.ts";
import { formatProblem } from "../src/config/problem.ts";
import { resolveConfig } from "../src/config/resolve-config.ts";
import { readFrom, resolveFile } from "./config-support.ts";

const KEYS = (
  "version mode content capture max_length instrumentations openai enabled exporters otlp endpoint protocol headers " +
  "langfuse secret_key pricing overrides models file channels webhook secret console budgets name match group_by limit " +
  "usd window every thresholds at alert __proto__ constructor toString "
).split(" ");
const SCALARS = [
  "",
  "${A}",
  "${B}",
  "$$",
  "observe",
  "enforce",
  "day",
  "https://a.example",
  "80%",
  "\u0000",
  "*x",
  "💸",
];
const key = fc.constantFrom(...KEYS);
const scalar = fc.oneof(
  fc.constantFrom(...SCALARS),
  fc.boolean(),
  fc.double(),
  fc.integer(),
  fc.constant(null),
  fc.string(),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("tree")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const document = fc
  .array(fc.tuple(key, tree), { maxLength: 8 })
  .map((entries) => stringify(Object.fromEntries(entries), { aliasDuplicateObjects: false }));
/** Documents with a few characters cut out: YAML, or what was YAML. */
const damaged = fc.tuple(document, fc.nat(400), fc.nat(8)).map(([text, at, length]) => {
  return text.slice(0, at) + text.slice(at + length);
});

/** A line that says everything, and nothing that only a program understands. */
const READABLE = /^(?!.*(?:undefined|\[object)).*: got .+, expected .+; .+$/;

/** What holds for any file. */
function check(text: string): void {
  const { config, problems, fatal } = resolveFile(text, { A: "value", OUTLAY_SEMCONV: "latest" });
  expect(config.semconv).toBe("latest");
  expect(Object.keys(config)).toEqual(Object.keys(DEFAULT_CONFIG));
  const lineCount = text.split("\n").length;
  const found = [...problems, ...fatal];
  const unreadable = found.map((problem) => formatProblem(problem)).filter((line) => !READABLE.test(line));
  expect(unreadable).toEqual([]);
  expect(found.filter(({ line = 1 }) => line > lineCount + 1)).toEqual([]);
  // Nobody is held to limits who did not ask for it, or whose limits have a mistake in them.
  if (config.mode !== "observe") expect(text).toContain(config.mode);
  if (fatal.length > 0) expect(config.mode).toBe("observe");
}

describe("any file", () => {
  it("is read without a throw when it is random text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string()), (text) => check(text)),
      { numRuns: 300 },
    );
  });

  it("is read without a throw when it has our keys in any shape", () => {
    fc.assert(
      fc.property(document, (text) => check(text)),
      { numRuns: 300 },
    );
  });

  it("is read without a throw when pieces of it are missing", () => {
    fc.assert(
      fc.property(damaged, (text) => check(text)),
      { numRuns: 300 },
    );
  });

  it("is read without a throw when it is very deep", () => {
    check("[".repeat(20_000));
    check(`a: ${"{a: ".repeat(20_000)}`);
    check(Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"));
  });
});

describe("the place of a problem", () => {
  it("is the line of the value, wherever it is put and whatever is around it", () => {
    const line = fc.constantFrom("", "# comment", "baggage_: {}", "exporterz:", "  - [a, b]", "  x: {y: z}");
    const padding = fc.array(line, { maxLength: 10 }).map((lines) => lines.filter((text) => !text.startsWith("  ")));
    fc.assert(
      fc.property(padding, padding, fc.constantFrom("\n", "\r\n"), (before, after, newline) => {
        const unique = [...new Set(before)];
        const rest = [...new Set(after)].filter((text) => !unique.includes(text));
        const text = [...unique, "content:", "  max_length: wrong", ...rest].join(newline);
        const problem = resolveFile(text).problems.find((found) => found.key === "content.max_length");
        expect([problem?.line, problem?.column]).toEqual([unique.length + 2, 15]);
      }),
    );
  });

  it("stays with a list item when those before it are left out", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), (rights) => {
        const items = rights.map((right) => `    - endpoint: ${right ? "https://a.example" : "nowhere"}`);
        const { config, problems } = resolveFile(["exporters:", "  otlp:", ...items].join("\n"));
        const wrong = rights.flatMap((right, index) => (right ? [] : [index]));
        expect(problems.map((problem) => [problem.line, problem.key])).toEqual(
          wrong.map((index) => [index + 3, `exporters.otlp[${index}].endpoint`]),
        );
        expect(config.exporters.otlp.endpoints).toHaveLength(rights.length - wrong.length);
      }),
    );
  });
});

describe("any environment", () => {
  it("is read without a throw", () => {
    const name = fc.constantFrom(
      "OUTLAY_FILE",
      "OUTLAY_INSTRUMENTATIONS",
      "OUTLAY_CONTENT_MAX_LENGTH",
      "OUTLAY_CONFIG",
    );
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(name, fc.string()), fc.string()), (env) => {
        const { problems } = resolveConfig({ env, cwd: "/app", readFile: readFrom({}) });
        for (const problem of problems) expect(formatProblem(problem)).not.toMatch(/undefined|\[object/);
      }),
    );
  });
});

describe("nearest", () => {
  it.each([
    ["consle", "console"],
    ["streamUsage", "stream_usage"],
    ["stream-usage", "stream_usage"],
    ["CONSOLE", "console"],
    ["cnosole", "console"],
    ["fiel", "file"],
    ["kafka", undefined],
    ["", undefined],
  ])("finds for %s %s", (name, expected) => {
    expect(nearest(name, ["otlp", "console", "file", "langfuse", "stream_usage"])).toBe(expected);
  });
});
