// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { nodeAt, parseSource } from "../src/config/source-tree.ts";
import { linesOf, resolveFile } from "./config-support.ts";

/** The variables of the specification's own table (specification/configuration/data-model.md). */
const ENV = {
  STRING_VALUE: "value",
  BOOL_VALUE: "true",
  INT_VALUE: "1",
  FLOAT_VALUE: "1.1",
  HEX_VALUE: "0xdeadbeef",
  INVALID_MAP_VALUE: "value\nkey:value",
  DO_NOT_REPLACE_ME: "Never use this value",
  REPLACE_ME: "${DO_NOT_REPLACE_ME}",
  VALUE_WITH_ESCAPE: "value$$",
  EMPTY: "",
  NULL_VALUE: "null",
};

const SUBSTITUTED: readonly (readonly [yaml: string, value: unknown])[] = [
  ["${STRING_VALUE}", "value"],
  ["${BOOL_VALUE}", true],
  ["${INT_VALUE}", 1],
  ["${FLOAT_VALUE}", 1.1],
  ["${HEX_VALUE}", 0xdeadbeef],
  ['"${STRING_VALUE}"', "value"],
  ['"${BOOL_VALUE}"', "true"],
  ["'${INT_VALUE}'", "1"],
  ['"${HEX_VALUE}"', "0xdeadbeef"],
  ["${env:STRING_VALUE}", "value"],
  ["${INVALID_MAP_VALUE}", "value\nkey:value"],
  ["foo ${STRING_VALUE} ${FLOAT_VALUE}", "foo value 1.1"],
  ["${UNDEFINED_KEY:-fallback}", "fallback"],
  ["${EMPTY:-fallback}", "fallback"],
  ["${UNDEFINED_KEY:-5}", 5],
  ["${UNDEFINED_KEY:-}", undefined],
  ["${NULL_VALUE}", undefined],
  ["${REPLACE_ME}", "${DO_NOT_REPLACE_ME}"],
  ["${UNDEFINED_KEY:-${STRING_VALUE}}", "${STRING_VALUE}"],
  ["$${STRING_VALUE}", "${STRING_VALUE}"],
  ["$$${STRING_VALUE}", "$value"],
  ["$$$${STRING_VALUE}", "$${STRING_VALUE}"],
  ["$${STRING_VALUE:-fallback}", "${STRING_VALUE:-fallback}"],
  ["$${STRING_VALUE:-${STRING_VALUE}}", "${STRING_VALUE:-value}"],
  ["${UNDEFINED_KEY:-$${UNDEFINED_KEY}}", "${UNDEFINED_KEY:-${UNDEFINED_KEY}}"],
  ["${VALUE_WITH_ESCAPE}", "value$$"],
  ["a $$ b", "a $ b"],
  ["a $ b", "a $ b"],
  ["|\n  block ${STRING_VALUE}\n", "block value\n"],
];

function valueOf(yaml: string): unknown {
  const { root } = parseSource(`key: ${yaml}`, ENV);
  return root && nodeAt(root, ["key"])?.content;
}

describe("environment variables in the file", () => {
  it.each(SUBSTITUTED)("turns %s into %j", (yaml, value) => {
    expect(valueOf(yaml)).toEqual(value);
  });

  it("leaves keys alone", () => {
    const { root } = parseSource("${STRING_VALUE}: value", ENV);
    expect(root && nodeAt(root, ["${STRING_VALUE}"])?.content).toBe("value");
  });

  it.each([
    ["${NOT_SET}", "the environment variable NOT_SET to be set, or a default as in ${NOT_SET:-…}"],
    ["${STRING_VALUE:?error}", "a reference like ${NAME} or ${NAME:-default}"],
    ["${1KEY}", "a reference like ${NAME} or ${NAME:-default}"],
    ["${}", "a reference like ${NAME} or ${NAME:-default}"],
  ])("refuses %s", (yaml, expected) => {
    const { problems, config } = resolveFile(`exporters:\n  file: ${yaml}\n  console: true`, ENV);
    expect(problems).toEqual([
      expect.objectContaining({ line: 2, column: 9, key: "exporters.file", expected, used: "the default" }),
    ]);
    expect(config.exporters).toMatchObject({ file: undefined, console: true });
  });

  it("leaves a budget out rather than count other calls when a variable in its match is missing", () => {
    const text = [
      "budgets:",
      "  - name: one",
      "    match: {team.id: '${TEAM}'}",
      "    limit: {usd: 1}",
      "    window: {every: day}",
    ].join("\n");
    const resolved = resolveFile(text);
    expect(resolved.config.budgets).toEqual([]);
    expect(linesOf(resolved)).toEqual([
      '3:22 budgets[0].match["team.id"]: got ${TEAM}, expected the environment variable TEAM to be set, ' +
        "or a default as in ${TEAM:-…}; the budget is left out",
    ]);
    expect(resolveFile(text, { TEAM: "a" }).config.budgets).toHaveLength(1);
  });

  it("shows a wrong value as its reference, since what the variable holds may be a secret", () => {
    expect(linesOf(resolveFile("semconv: ${KEY}", { KEY: "hush" }))).toEqual([
      "1:10 semconv: got ${KEY}, expected v1.41 or latest; using v1.41",
    ]);
  });

  it("takes a number out of a variable for text where text is wanted", () => {
    const text =
      "exporters:\n  otlp:\n    - endpoint: https://otlp.example.com\n      headers:\n        tenant: ${TENANT}\n";
    const { config, problems } = resolveFile(text, { TENANT: "0042" });
    expect(problems).toEqual([]);
    expect(config.exporters.otlp.endpoints[0]?.headers).toEqual({ tenant: "0042" });
  });
});
