// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync, readdirSync } from "node:fs";

import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { configJsonSchema } from "../src/config/json-schema.ts";
import { linesOf, resolveFile } from "./config-support.ts";

const ROOT = new URL("../../../", import.meta.url);
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(
  configJsonSchema(),
);

/** Budgets by what the schema and the budget package must both say of them. */
const BUDGETS: readonly (readonly [isRight: boolean, change: string])[] = [
  [true, ""],
  [true, "limit: {usd: 0}"],
  [true, "limit: {usd: 9007199}"],
  [false, "limit: {usd: 9007200}"],
  [true, "limit: {usd: '0.000000001'}"],
  [false, "limit: {usd: '0.0000000001'}"],
  [false, "limit: {usd: -1}"],
  [false, "limit: 5"],
  [false, "limit: {usd: 1, calls: 1}"],
  [true, "limit: {tokens: 1}"],
  [true, "limit: {calls: 0}"],
  [false, "limit: {calls: 0.5}"],
  [true, "window: lifetime"],
  [false, "window: ever"],
  [false, "window: {every: hour}"],
  [true, "window: {every: week, starts_on: sunday}"],
  [false, "window: {every: week, starts_on: someday}"],
  [false, "window: {every: day, starts_on: sunday}"],
  [true, "window: {every: month, starts_on: 28}"],
  [false, "window: {every: month, starts_on: 29}"],
  [true, "window: {every: quarter, starts_on: april, timezone: Asia/Tokyo}"],
  [true, "window: {rolling: 90m}"],
  [false, "window: {rolling: 90s}"],
  [false, "window: {rolling: 0h}"],
  [true, "window: {per: run}"],
  [true, "window: {per: call}"],
  [false, "window: {per: run, every: day}"],
  [true, "match: {a: 1, b: [x, true], c: '*'}"],
  [false, "match: {a: []}"],
  [false, "match: [a]"],
  [true, "group_by: a"],
  [true, "group_by: [a, b, c, d, e, f, g, h]"],
  [false, "group_by: [a, b, c, d, e, f, g, h, i]"],
  [true, "thresholds: [{at: 0.5%}, {at: 999%}, {at: 10}]"],
  [false, "thresholds: [{at: half}]"],
  [false, "thresholds: [{at: 11}]"],
  [false, "thresholds: [{at: 0}]"],
  [true, "max_groups: 10000000"],
  [false, "max_groups: 10000001"],
  [false, `name: ${"x".repeat(129)}`],
  [false, "color: red"],
];

/** A good budget, with one key put in the place of its own. */
function budgetWith(change: string): string {
  const lines = ["name: b", "limit: {usd: 1}", "window: {every: day}"];
  const key = change.split(":")[0];
  return ["budgets:", ...[...lines.filter((line) => !line.startsWith(`${key}:`)), change].map((line) => `  ${line}`)]
    .join("\n")
    .replace("  ", "- ");
}

/** YAML in Markdown that is a whole configuration file. */
function documentedFiles(): (readonly [name: string, text: string])[] {
  const folders = ["docs/", "docs/decisions/", "packages/node/", "packages/budget/", "packages/pricing/", ""];
  const present = folders.map((folder) => new URL(folder, ROOT)).filter((folder) => existsSync(folder));
  const files = present.flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder)));
  return files
    .filter(({ pathname }) => pathname.endsWith(".md"))
    .flatMap((file) => {
      const fences = readFileSync(file, "utf8").matchAll(/```yaml\n([\s\S]*?)```/g);
      return [...fences].map(([, text = ""]) => [file.pathname.slice(ROOT.pathname.length), text] as const);
    })
    .filter(([, text]) => /^version: 1$/m.test(text));
}

describe("schema.json", () => {
  it("is what the source says (pnpm run config:generate)", () => {
    const file: unknown = JSON.parse(readFileSync(new URL("../schema.json", import.meta.url), "utf8"));
    expect(file).toEqual(configJsonSchema());
  });

  it.each(BUDGETS)("agrees with the budget package (%s) on %s", (isRight, change) => {
    const text = budgetWith(change);
    expect(linesOf(resolveFile(text)).length === 0).toBe(isRight);
    expect(validate(parse(text))).toBe(isRight);
  });

  it.each([
    "semconv: v2",
    "content: {max_length: 99}",
    "exporters: {otlp: [{protocol: http/json}]}",
    "exporters: {otlp: [{endpoint: 'https://a.example', protocol: grpc}]}",
    "exporters: {consle: true}",
    "channels: {a: {webhook: 'https://a.example'}}",
    "channels: {a: {console: false}}",
    "instrumentations: {openai: {stream_usage_hosts: ['https://a.example']}}",
  ])("refuses what is refused: %s", (text) => {
    expect(linesOf(resolveFile(text))).not.toEqual([]);
    expect(validate(parse(text))).toBe(false);
  });

  it("accepts a reference to the environment for any scalar", () => {
    const text = [
      "version: ${A}",
      "semconv: ${A:-latest}",
      "content: {max_length: '${env:A}'}",
      "exporters: {console: '${A}', otlp: [{endpoint: 'https://${A}/'}]}",
      "channels: {a: {webhook: '${A}', secret: '${A}'}}",
    ].join("\n");
    expect(validate(parse(text))).toBe(true);
    expect(validate({ semconv: "$A" })).toBe(false);
  });

  it("accepts the example", () => {
    const example = readFileSync(new URL("examples/outlay.config.yaml", ROOT), "utf8");
    validate(parse(example));
    expect(validate.errors).toBe(null);
  });

  it("describes every key", () => {
    const undescribed: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      for (const [key, value] of Object.entries(schema)) visit(value, `${path}/${key}`);
      const { properties } = schema as { properties?: Record<string, { description?: string }> };
      for (const [key, value] of Object.entries(properties ?? {})) {
        if (value.description === undefined) undescribed.push(`${path}/${key}`);
      }
    };
    visit(configJsonSchema(), "");
    expect(undescribed).toEqual([]);
  });

  it("is kept to by every configuration file in the documentation", () => {
    for (const [name, text] of documentedFiles()) {
      validate(parse(text));
      expect({ name, errors: validate.errors }).toEqual({ name, errors: null });
    }
  });
});
