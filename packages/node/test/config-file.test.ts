// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { createConsoleChannel, createOtelLogChannel, createOtelMetricChannel } from "@outlay/alerts";
import { describe, expect, it } from "vitest";

import { ALWAYS_TOLD, DEFAULT_CONFIG } from "../src/config/outlay-config.ts";
import { resolveConfig } from "../src/config/resolve-config.ts";
import { linesOf, readFrom, resolveFile } from "./config-support.ts";

const SECRET = `whsec_${"A".repeat(32)}`;
const LONGEST_SECRET = `whsec_${"A".repeat(86)}==`;
const BUDGET = "name: b\n    limit: {usd: 1}\n    window: {every: day}";

/** The last values that are accepted, with what they become. */
const ACCEPTED: readonly (readonly [yaml: string, config: object])[] = [
  ["", {}],
  ["# nothing but a comment\n", {}],
  ["exporters:\n  console:\ncontent:\n", {}],
  ['{"version": 1, "semconv": "latest"}', { semconv: "latest" }],
  ["content: {capture: true, max_length: 100}", { content: { capture: "span", maxLength: 100 } }],
  ["content: {capture: false, max_length: 10000000}", { content: { maxLength: 10_000_000 } }],
  ["fingerprints: {prompts: off}", { fingerprints: { prompts: "off" } }],
  ["fingerprints: {prompts: true, key: 0123456789abcdef}", { fingerprints: { key: "0123456789abcdef" } }],
  ["content: {capture: span_and_event}", { content: { capture: "span_and_event" } }],
  ["instrumentations: {openai: {enabled: false}}", { instrumentations: { openai: { enabled: false } } }],
  [
    "instrumentations: {openai: {stream_usage: inject, stream_usage_hosts: [a_b.example, localhost]}}",
    { instrumentations: { openai: { streamUsage: "inject", streamUsageHosts: ["a_b.example", "localhost"] } } },
  ],
  ["exporters: {otlp: false}", { exporters: { otlp: { standard: false, endpoints: [] } } }],
  ["exporters: {otlp: []}", { exporters: { otlp: { standard: true, endpoints: [] } } }],
  [
    "exporters: {otlp: [{endpoint: 'http://localhost:4318'}]}",
    {
      exporters: {
        otlp: { endpoints: [{ endpoint: "http://localhost:4318", protocol: "http/protobuf", headers: {} }] },
      },
    },
  ],
  ["exporters: {langfuse: false}", { exporters: { langfuse: { enabled: false } } }],
  [
    "exporters: {langfuse: {public_key: pk, secret_key: sk}}",
    { exporters: { langfuse: { enabled: true, publicKey: "pk", secretKey: "sk" } } },
  ],
  ["baggage: {keys: [a]}\nmetrics: {attributes: [b]}", { baggage: { keys: ["a"] }, metrics: { attributes: ["b"] } }],
  [
    `channels: {a: {webhook: 'https://a.example/x', secret: ${LONGEST_SECRET}}, b: {console: true}}`,
    {
      channels: { a: { type: "webhook", url: "https://a.example/x", secret: LONGEST_SECRET }, b: { type: "console" } },
    },
  ],
  ["channels: {x: &c {console: true}, y: *c}", { channels: { x: { type: "console" }, y: { type: "console" } } }],
  [
    `budgets:\n  - ${BUDGET}\n    group_by: [team.id]\n    max_groups: 1`,
    { budgets: [{ name: "b", groupBy: ["team.id"], maxGroups: 1, limit: { usd: 1 } }] },
  ],
  [
    "pricing: {overrides: {models: [{model: 'gpt-5*', multiplier: 0.85}]}}",
    { pricing: { overrides: { models: [{ model: "gpt-5*", multiplier: 0.85 }] } } },
  ],
];

/** The first values that are refused, with what is said. Everything else in the file applies. */
const REJECTED: readonly (readonly [yaml: string, lines: readonly string[]])[] = [
  ["version: 2", ["1:10 version: got 2, expected 1; using the default"]],
  ["semconf: latest", ["1:1 semconf: got an unknown key, expected semconv; the key is ignored"]],
  ["exporters:\n  consle: x", ["2:3 exporters.consle: got an unknown key, expected console; the key is ignored"]],
  [
    "exporters:\n  kafka: x",
    ["2:3 exporters.kafka: got an unknown key, expected one of otlp, console, file, langfuse; the key is ignored"],
  ],
  [
    "content: {max_length: 99}",
    ["1:23 content.max_length: got 99, expected a whole number from 100 to 10000000; using 32768"],
  ],
  ["content: {max_length: 10000001}", [expect.stringContaining("got 10000001, expected")]],
  ["content: {max_length: 100.5}", [expect.stringContaining("got 100.5, expected")]],
  ["content: {max_length: '100'}", [expect.stringContaining('got "100", expected')]],
  [
    "fingerprints: {key: hush}",
    [expect.stringMatching(/fingerprints\.key: got (?!.*hush).*, expected text of at least 16 characters/)],
  ],
  ["content: yes", ['1:10 content: got "yes", expected a map; using the default']],
  [
    "content: {capture: all}",
    ['1:20 content.capture: got "all", expected none, span, event or span_and_event, or true or false; using none'],
  ],
  ["exporters: {console: 1}", ["1:22 exporters.console: got 1, expected true or false; using the default"]],
  [
    "exporters: {otlp: grpc}",
    ['1:19 exporters.otlp: got "grpc", expected true or false, or a list of maps with an endpoint; using the default'],
  ],
  [
    "instrumentations: {openai: {stream_usage_hosts: ['a:80', ok.example]}}",
    [
      '1:50 instrumentations.openai.stream_usage_hosts[0]: got "a:80", expected a host name without scheme, port or path; ' +
        "instrumentations.openai.stream_usage_hosts[0] is left out",
    ],
  ],
  ["semconv: v1.41\nsemconv: latest", ["2:1 semconv: got this key again, expected each key once; using the first one"]],
  ["semconv: !v1 latest", ["1:10: got a tag, expected values without tags; using the value as if it had none"]],
  ["semconv: *x", ['1:10 semconv: got "*x", expected an anchor &x before it; using v1.41']],
  ["? [a]\n: b", ["1:3: got a key that is no name, expected a name; using nothing in its place"]],
  ["- a\n- b", ["1:1: got a list, expected a map of settings; using the defaults"]],
  ["just words", ['1:1: got "just words", expected a map of settings; using the defaults']],
];

describe("outlay.config.yaml", () => {
  it.each(ACCEPTED)("accepts %s", (yaml, config) => {
    const resolved = resolveFile(yaml);
    expect(linesOf(resolved)).toEqual([]);
    expect(resolved.config).toMatchObject(config);
  });

  it.each(REJECTED)("says what is wrong in %s", (yaml, lines) => {
    expect(linesOf(resolveFile(yaml))).toEqual(lines);
  });

  it("loses nothing but what is wrong", () => {
    const resolved = resolveFile(`
semconv: latest
contnet: {}
content: {max_length: lots, capture: span}
exporters:
  otlp:
    - {endpoint: nowhere}
    - {endpoint: 'https://a.example', protocol: grpc, headers: {a: b, c: [d]}}
    - 5
    - {endpoint: 'https://b.example'}
`);
    expect(linesOf(resolved)).toEqual([
      "3:1 contnet: got an unknown key, expected content; the key is ignored",
      '4:23 content.max_length: got "lots", expected a whole number from 100 to 10000000; using 32768',
      '7:18 exporters.otlp[0].endpoint: got "nowhere", expected an http or https URL; exporters.otlp[0] is left out',
      '8:49 exporters.otlp[1].protocol: got "grpc", expected http/protobuf or http/json; using http/protobuf',
      "8:74 exporters.otlp[1].headers.c: got a list, expected text; exporters.otlp[1].headers.c is left out",
      "9:7 exporters.otlp[2]: got 5, expected a map with an endpoint; exporters.otlp[2] is left out",
    ]);
    expect(resolved.config).toEqual({
      ...DEFAULT_CONFIG,
      semconv: "latest",
      content: { capture: "span", maxLength: 32_768 },
      exporters: {
        ...DEFAULT_CONFIG.exporters,
        otlp: {
          standard: true,
          endpoints: [
            { endpoint: "https://a.example", protocol: "http/protobuf", headers: { a: "b" } },
            { endpoint: "https://b.example", protocol: "http/protobuf", headers: {} },
          ],
        },
      },
    });
  });

  it("leaves out a channel that cannot do without what is wrong in it, and tells it once", () => {
    const resolved = resolveFile(`
channels:
  typo: {webhok: 'https://a.example', secret: ${SECRET}}
  short: {webhook: 'https://a.example', secret: whsec_${"A".repeat(31)}}
  long: {webhook: 'https://a.example', secret: 'whsec_${"A".repeat(87)}='}
  unsigned: {webhook: 'https://a.example'}
  both: {webhook: 'https://a.example', secret: ${SECRET}, console: true}
  off: {console: false}
  torn: {webhook: 'https://a.example', secret: whsec_${"A".repeat(33)}}
  user: {webhook: 'https://me:pw@a.example', secret: ${SECRET}}
  otel-log: {webhook: 'https://a.example', secret: ${SECRET}}
  url: https://a.example
  ab: {console: true}
`);
    const secret = "expected whsec_ and the base64 of 24 to 64 bytes";
    expect(linesOf(resolved)).toEqual([
      "3:10 channels.typo.webhok: got an unknown key, expected webhook; channels.typo is left out",
      `4:49 channels.short.secret: got text of 37 characters (not shown), ${secret}; channels.short is left out`,
      `5:48 channels.long.secret: got text of 94 characters (not shown), ${secret}; channels.long is left out`,
      `6:13 channels.unsigned.secret: got nothing, ${secret}; channels.unsigned is left out`,
      "7:88 channels.both.console: got an unknown key, expected one of webhook, secret, slack, pagerduty, severity, alertmanager; the key is ignored",
      "8:18 channels.off.console: got false, expected true; channels.off is left out",
      `9:48 channels.torn.secret: got text of 39 characters (not shown), ${secret}; channels.torn is left out`,
      "10:19 channels.user.webhook: got text of 23 characters (not shown), " +
        "expected an http or https URL without user and password; channels.user is left out",
      "11:3 channels.otel-log: got this name, expected a name other than console, otel-log, otel-metric, " +
        "which are told of every alert; channels.otel-log is left out",
      "12:8 channels.url: got text of 17 characters (not shown), " +
        "expected a map with webhook and secret, slack, pagerduty, alertmanager, or console: true; channels.url is left out",
    ]);
    expect(Object.keys(resolved.config.channels)).toEqual(["both", "ab"]);
  });

  it("never shows a secret, wherever it was put by mistake", () => {
    const secrets = ["sk-lf-1234", "Bearer abcd", "whsec_abcd", "https://user:pass@host"];
    for (const secret of secrets) {
      const text = `semconv: '${secret}'\nexporters:\n  langfuse: '${secret}'\n  otlp: '${secret}'\nchannels: {a: {secret: '${secret}'}}\n`;
      const lines = linesOf(resolveFile(text));
      expect(lines).toHaveLength(4);
      expect(lines.join("\n")).not.toContain(secret);
    }
    expect(linesOf(resolveFile("mode: {secret: [sk-hidden\n")).join("\n")).not.toContain("sk-hidden");
  });

  it("shortens what it shows", () => {
    expect(linesOf(resolveFile(`semconv: ${"x".repeat(500)}`))).toEqual([
      `1:10 semconv: got "${"x".repeat(40)}…", expected v1.41 or latest; using v1.41`,
    ]);
  });

  it.each([
    ["an unclosed quote", 'semconv: latest\nmode: "observe\n', "3:1"],
    ["a tab", "content:\n\tcapture: span\n", "2:1"],
    ["a reference in braces without quotes", "content: {capture: ${X}}\n", "1:21"],
    ["two documents", "version: 1\n---\nversion: 1\n", "2:1"],
  ])("says where a file stops being YAML: %s", (_name, text, place) => {
    const resolved = resolveFile(text);
    expect(resolved.config).toEqual(DEFAULT_CONFIG);
    expect(linesOf(resolved)).toEqual([
      expect.stringMatching(`^${place}: got text that is not YAML .*; using the defaults$`),
    ]);
  });

  it("says what to write when a reference in braces has no quotes", () => {
    const [line] = linesOf(resolveFile("content: {capture: ${X}}\n"));
    expect(line).toContain('expected quotes around "${…}" inside braces and brackets');
  });

  it("does not fill the memory with aliases of aliases", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let index = 1; index < 12; index++) {
      const [from, to] = [index - 1, index].map((code) => String.fromCharCode(97 + code));
      bomb.push(`${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(", ")}]`);
    }
    const { problems } = resolveFile(`${bomb.join("\n")}\nsemconv: latest`);
    expect(problems.length).toBeGreaterThan(0);
  });

  it("stops at an anchor inside of itself and keeps the rest", () => {
    const { config, problems } = resolveFile("loop: &x {again: *x}\nsemconv: latest");
    expect(problems.map(({ key }) => key)).toEqual(["loop"]);
    expect(config.semconv).toBe("latest");
  });

  it("understands the example, every line of it", () => {
    const path = new URL("../../../examples/outlay.config.yaml", import.meta.url);
    const resolved = resolveConfig({ env: { OUTLAY_CONFIG: path.pathname }, cwd: "/app" });
    expect(linesOf(resolved)).toEqual([]);
    expect(resolved.config.budgets.map(({ name }) => name)).toEqual([
      "org-month",
      "team-day",
      "one-agent-run",
      "burst",
    ]);
    const text = readFileSync(path, "utf8");
    expect(text.startsWith("# yaml-language-server: $schema=./node_modules/@outlay/node/schema.json\n")).toBe(true);
  });
});

describe("sections that other packages read", () => {
  it("places what is wrong in budgets", () => {
    const resolved = resolveFile(`
channels: {ops: {console: true}}
budgets:
  - name: lots
    limit: {usd: lots}
    window: {every: day}
  - nme: typo
    limit: {usd: 1}
    window: {every: day, timzone: UTC}
  - name: ok
    group_by: team.id
    limit: {usd: 1}
    window: {every: day}
    max_groups: 0
    thresholds:
      - {at: 80, alert: ops}
      - {at: 80%, alert: [ops, opps, nobody, console]}
`);
    const share = 'expected a share of the limit above 0 and up to 1000 %, such as "80%" or 0.8';
    expect(linesOf(resolved)).toEqual([
      expect.stringMatching(
        /^5:18 budgets\[0\]\.limit\.usd: got "lots", expected USD from 0 to 9007199 .*; the budget is/,
      ),
      "7:5 budgets[1].nme: got an unknown key, expected name; the key is ignored",
      "7:5 budgets[1].name: got nothing, expected a name of 1 to 128 characters; the budget is left out",
      "9:26 budgets[1].window.timzone: got an unknown key, expected timezone; the key is ignored",
      "14:17 budgets[2].max_groups: got 0, expected a whole number from 1 to 10000000; using 100000",
      `16:14 budgets[2].thresholds[0].at: got 80, ${share}; the threshold is left out`,
      '17:32 budgets[2].thresholds[1].alert[1]: got "opps", expected ops; using no channel in its place',
      '17:38 budgets[2].thresholds[1].alert[2]: got "nobody", expected one of console, otel-log, otel-metric, ops; using no channel in its place',
    ]);
    expect(resolved.config.budgets).toEqual([
      expect.objectContaining({
        name: "ok",
        groupBy: ["team.id"],
        thresholds: [{ at: 0.8, alert: ["ops", "console"] }],
      }),
    ]);
  });

  it("reserves the names of the channels that are always there", () => {
    const standing = [
      createConsoleChannel({ write: () => undefined }),
      createOtelLogChannel({ emit: () => undefined }),
      createOtelMetricChannel({ createCounter: () => ({ add: () => undefined }) }),
    ];
    expect(ALWAYS_TOLD).toEqual(standing.map(({ name }) => name));
  });

  it("keeps budgets when the section next to them is wrong", () => {
    const { config } = resolveFile(`channels: 5\nbudgets:\n  - ${BUDGET}`);
    expect(config.budgets).toHaveLength(1);
  });

  it("says that budgets are no list", () => {
    expect(linesOf(resolveFile("budgets: 5"))).toEqual([
      "1:10 budgets: got 5, expected a list of budgets; using no budgets",
    ]);
  });

  it("puts prices in the configuration before those of a file, and places what is wrong in either", () => {
    const files = {
      "/app/outlay.config.yaml": `
pricing:
  overrides:
    models:
      - {model: one, multiplier: 0.5}
      - {model: "gpt-5.1", multiplier: -1, prices: []}
    modles: []
    calendars: {ours: {from: "2026-01-01", until: "2026-12-31", ranges: []}}
    currency: {code: EUR, perUsd: 0.9}
  file: prices.json
`,
      "/app/prices.json": `{
  "models": [
    {"model": "two", "multiplier": 2},
    {"model": "three", "multiplier": 0}
  ],
  "calendars": {
    "ours": {"from": "2025-01-01", "until": "2025-12-31", "ranges": []},
    "theirs": {"from": "2025-01-01", "until": "2025-12-31", "ranges": []}
  },
  "currency": {"code": "JPY", "perUsd": 150}
}`,
    };
    const { config, problems } = resolveConfig({ env: {}, cwd: "/app", readFile: readFrom(files) });
    expect(config.pricing.overrides?.models.map(({ model }) => model)).toEqual(["one", "two"]);
    expect(config.pricing.overrides?.currency?.code).toBe("EUR");
    const { ours, theirs } = config.pricing.overrides?.calendars ?? {};
    expect([ours?.from, theirs?.from]).toEqual(["2026-01-01", "2025-01-01"]);
    expect(config.pricing.file).toBe("/app/prices.json");
    const places = problems.map(({ file, line, key }) => `${file}:${line} ${key}`);
    expect(places).toContain("outlay.config.yaml:6 pricing.overrides.models[1].multiplier");
    expect(places).toContain("outlay.config.yaml:7 pricing.overrides.modles");
    expect(places).toContain("prices.json:4 models[1].multiplier");
  });

  it("goes on without a price file that cannot be read", () => {
    expect(linesOf(resolveFile("pricing: {file: nope.json}"))).toEqual([
      '1:17 pricing.file: got "nope.json", expected a file that can be read; using the listed prices',
    ]);
  });
});
