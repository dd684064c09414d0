// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { DEFAULT_CONFIG } from "../src/config/outlay-config.ts";
import { formatProblem } from "../src/config/problem.ts";
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

describe("a mode that acts", () => {
  const budget = "budgets:\n  - {name: b, limit: {usd: lots}, window: {every: day}}\n";

  it("is taken where nothing is wrong with its limits", () => {
    for (const mode of ["shadow", "enforce"]) {
      const acting = "{name: b, limit: {usd: 1}, window: {every: day}, thresholds: [{at: 1, action: block}]}";
      const resolved = resolveFile(`mode: ${mode}\nbudgets:\n  - ${acting}\n`);
      expect([resolved.config.mode, resolved.fatal, linesOf(resolved)]).toEqual([mode, [], []]);
    }
  });

  it("has settings of its own", () => {
    const { config, problems } = resolveFile(
      "mode: enforce\nroutes: {cheap: {gpt-5: gpt-5-mini}}\nestimate: {default_output_tokens: 99}\n" +
        "lease: {ttl: 90s, heartbeat: 20s, max_age: 2h, on_expiry: release}\npricing: {unpriced: {assume: {usd_per_mtok: 15}}}\n",
    );
    expect(problems.map(({ key, used }) => [key, used])).toEqual(
      ["mode", "routes.cheap", "lease.ttl"].map((key) => [key, "it as it is"]),
    );
    expect(config.enforcement).toEqual({
      routes: { cheap: { "gpt-5": "gpt-5-mini" } },
      unpriced: { assumeUsdPerMillionTokens: 15 },
      defaultOutputTokens: 99,
      leaseMs: 90_000,
      heartbeatMs: 20_000,
      maxLeaseAgeMs: 7_200_000,
      onExpiry: "release",
    });
  });

  it("is missed by a budget that has an action", () => {
    const thresholds = "thresholds: [{at: 1, action: block}]";
    const resolved = resolveFile(`budgets:\n  - {name: b, limit: {usd: 1}, window: {every: day}, ${thresholds}}\n`);
    expect(linesOf(resolved)).toEqual([
      "mode: got observe, expected enforce or shadow, since the budget b has an action; " +
        "using observe: every call is made, alerts only",
    ]);
  });

  it.each([
    ["routes", "thresholds: [{at: 1, action: reroute, route: cheep}]", "routes: {cheap: {a: b}}", "expected cheap"],
    ["channels", "thresholds: [{at: 1, action: block, alert: nobody}]", "", "expected one of console"],
  ])("does not start with names that no %s have", (_kind, thresholds, more, expected) => {
    const text = `mode: enforce\n${more}\nbudgets:\n  - {name: b, limit: {usd: 1}, window: {every: day}, ${thresholds}}\n`;
    const { fatal } = resolveFile(text);
    expect(fatal.map((problem) => formatProblem(problem)).join("\n")).toContain(expected);
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
    ["the mode comes from a variable", `mode: \${MODE}\n${budget}`],
    ["a notation is wrong", "mode: enforce\nmode: observe\n"],
  ])("refuses also when %s", (_name, text) => {
    const { fatal, config } = resolveFile(text, { MODE: "enforce" });
    expect(fatal.map(({ key }) => key)).toContain("mode");
    expect(config.mode).toBe("observe");
  });

  it("may be asked for by an option", () => {
    const options = { mode: "enforce" } as const;
    const { fatal, config } = resolveConfig({ env: {}, cwd: "/app", options, readFile: readFrom({}) });
    expect([fatal, config.mode]).toEqual([[], "enforce"]);
  });

  it("starts a program that observes, whatever is wrong", () => {
    expect(resolveFile(`mode: observe\n${budget}`).fatal).toEqual([]);
    expect(resolveFile(`mode: bserve\n${budget}`).fatal).toEqual([]);
    expect(resolveFile("mode: [").fatal).toEqual([]);
  });
});

describe("a store that processes share", () => {
  const budget = "budgets:\n  - {name: b, limit: {usd: 1}, window: {every: day}}\n";

  it("is a file beside the configuration", () => {
    const { config, problems } = resolveFile(`store: {sqlite: ./b.db}\n${budget}`);
    expect([problems, config.store]).toEqual([
      [],
      {
        place: { type: "sqlite", path: "/app/b.db" },
        timeoutMs: 150,
        onStoreFailure: "allow",
        localShare: 0.1,
        onDataLoss: "block",
      },
    ]);
  });

  it("is a server that the environment names", () => {
    const store = 'redis: "${REDIS_URL}", prefix: "{a}", timeout: 2s, on_store_failure: local, local_share: 0.5';
    const env = { REDIS_URL: "rediss://:secret@db.example:6380/1" };
    const { config, problems } = resolveFile(`store: {${store}, on_data_loss: allow}\n${budget}`, env);
    expect([problems, config.store]).toEqual([
      [],
      {
        place: { type: "redis", url: env.REDIS_URL, prefix: "{a}" },
        timeoutMs: 2_000,
        onStoreFailure: "local",
        localShare: 0.5,
        onDataLoss: "allow",
      },
    ]);
  });

  it.each([
    ["{sqlite: ./b.db, redis: 'redis://h'}", "store.redis: got an unknown key"],
    ["{redis: 'http://user:pass@h'}", "expected a redis or rediss URL"],
    ["{sqlite: ./b.db, on_store_failure: alow}", "store.on_store_failure: got"],
    ["{}", "store"],
  ])("must not be wrong where calls are held to it: %s", (store, expected) => {
    const resolved = resolveFile(`mode: enforce\nstore: ${store}\n${budget}`);
    expect(resolved.fatal.length).toBeGreaterThan(1);
    expect(linesOf(resolved).join("\n")).toContain(expected);
    expect(linesOf(resolved).join("\n")).not.toContain("user:pass");
  });
});
