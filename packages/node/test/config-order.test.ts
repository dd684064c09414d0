// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { DEFAULT_CONFIG } from "../src/config/outlay-config.ts";
import { resolveConfig } from "../src/config/resolve-config.ts";
import { linesOf, readFrom, resolveFile } from "./config-support.ts";

describe("resolveConfig", () => {
  it("is the defaults when nobody says anything", () => {
    expect(resolveConfig({ env: {}, cwd: "/app", readFile: readFrom({}) })).toEqual({
      config: DEFAULT_CONFIG,
      problems: [],
      fatal: [],
    });
  });

  it("takes options before the environment, the environment before the file, the file before the default", () => {
    const files = { "/app/outlay.config.yaml": "semconv: latest\ncontent: {max_length: 1000, capture: span}\n" };
    const env = { OUTLAY_CONTENT_MAX_LENGTH: "2000", OUTLAY_SEMCONV: "v1.41" };
    const options = { content: { maxLength: 3000 } };
    const { config } = resolveConfig({ env, cwd: "/app", options, readFile: readFrom(files) });
    expect(config.content).toEqual({ capture: "span", maxLength: 3000 });
    expect(config.semconv).toBe("v1.41");
    expect(config.exporters).toEqual(DEFAULT_CONFIG.exporters);
  });

  it("is frozen to its leaves", () => {
    const { config } = resolveFile("budgets: [{name: b, limit: {usd: 1}, window: {every: day}}]");
    const parts = [config, config.content, config.budgets, config.budgets[0], config.budgets[0]?.limit];
    expect(parts.filter((part) => !Object.isFrozen(part))).toEqual([]);
  });

  it("reads the file that OUTLAY_CONFIG names, and paths in it from its folder", () => {
    const files = { "/app/deploy/outlay.yaml": "exporters: {file: spans.jsonl}" };
    const env = { OUTLAY_CONFIG: "deploy/outlay.yaml" };
    const { config, problems } = resolveConfig({ env, cwd: "/app", readFile: readFrom(files) });
    expect(problems).toEqual([]);
    expect(config.exporters.file).toBe("/app/deploy/spans.jsonl");
  });

  it("says that a file which was asked for is missing, and that one in place cannot be read", () => {
    const denied = (): string => {
      throw Object.assign(new Error("denied"), { code: "EACCES" });
    };
    const missing = resolveConfig({ env: { OUTLAY_CONFIG: "nope.yaml" }, cwd: "/app", readFile: readFrom({}) });
    expect(linesOf(missing)).toEqual([
      'OUTLAY_CONFIG: got "nope.yaml", a file that cannot be read (ENOENT), expected a YAML file; ' +
        "using no configuration file",
    ]);
    expect(linesOf(resolveConfig({ env: {}, cwd: "/app", readFile: denied }))).toEqual([
      "outlay.config.yaml: got a file that cannot be read (EACCES), expected a YAML file; using no configuration file",
    ]);
  });

  it("says what is used in the end, whoever it comes from", () => {
    expect(linesOf(resolveFile("semconv: v2", { OUTLAY_SEMCONV: "latest" }))).toEqual([
      '1:10 semconv: got "v2", expected v1.41 or latest; using latest',
    ]);
  });
});

describe("a mode that this version does not have", () => {
  const budget = "budgets:\n  - {name: b, limit: {usd: lots}, window: {every: day}}\n";

  it("observes when it was asked to shadow, and says so", () => {
    const resolved = resolveFile("mode: shadow\n");
    expect(resolved.fatal).toEqual([]);
    expect(resolved.config.mode).toBe("observe");
    expect(linesOf(resolved)).toEqual([
      "1:7 mode: got shadow, expected observe, which is all that this version has; using observe",
    ]);
  });

  it("refuses to start when it was asked to enforce, with everything that is wrong with budgets", () => {
    const { problems, fatal } = resolveFile(`semconv: v2\nmode: enforce\n${budget}`);
    expect(problems.map(({ key }) => key)).toEqual(["semconv"]);
    expect(fatal.map(({ key, line, used }) => [key, line, used])).toEqual([
      ["mode", 2, "nothing, the program does not start"],
      ["budgets[0].limit.usd", 4, "nothing, the budget is left out"],
    ]);
  });

  it.each([
    ["the mode is misspelt", "mode: Enforced\n"],
    ["the file is not YAML", "mode: enforce\nbudgets: [\n"],
    ["the mode comes from a variable", "mode: ${MODE}\n"],
    ["a notation is wrong", "mode: enforce\nmode: observe\n"],
  ])("refuses also when %s", (_name, text) => {
    const { fatal, config } = resolveFile(text, { MODE: "enforce" });
    expect(fatal.map(({ key }) => key)).toContain("mode");
    expect(config.mode).toBe("observe");
  });

  it("refuses an option that asks to enforce", () => {
    const options = { mode: "enforce" } as const;
    const { fatal } = resolveConfig({ env: {}, cwd: "/app", options, readFile: readFrom({}) });
    expect(fatal.map(({ key, value }) => [key, value])).toEqual([["mode", "enforce"]]);
  });

  it("starts a program that observes, whatever is wrong", () => {
    expect(resolveFile(`mode: observe\n${budget}`).fatal).toEqual([]);
    expect(resolveFile(`mode: bserve\n${budget}`).fatal).toEqual([]);
    expect(resolveFile("mode: [").fatal).toEqual([]);
  });
});
