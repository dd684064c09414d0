// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { ENV_TABLE } from "../src/config/env-table.ts";
import { envTableMarkdown } from "../src/config/env-table-markdown.ts";
import { DEFAULT_CONFIG } from "../src/config/outlay-config.ts";
import type { OutlayConfig } from "../src/config/outlay-config.ts";
import { resolveConfig } from "../src/config/resolve-config.ts";
import { INSTRUMENTATION_NAMES } from "../src/config/sdk-table.ts";
import { linesOf, readFrom } from "./config-support.ts";

type Pick = (config: OutlayConfig) => unknown;

function resolveEnv(env: Record<string, string>): ReturnType<typeof resolveConfig> {
  return resolveConfig({ env, cwd: "/app", readFile: readFrom({}) });
}

const ACCEPTED: readonly (readonly [key: string, text: string, pick: Pick, expected: unknown])[] = [
  ["OUTLAY_ENABLED", "false", (config) => config.enabled, false],
  ["OUTLAY_ENABLED", "0", (config) => config.enabled, false],
  ["OUTLAY_ENABLED", " TRUE ", (config) => config.enabled, true],
  ["OUTLAY_LOG_LEVEL", "DEBUG", (config) => config.logLevel, "debug"],
  ["OUTLAY_STREAM_USAGE", "inject", (config) => config.instrumentations.openai.streamUsage, "inject"],
  [
    "OUTLAY_STREAM_USAGE_HOSTS",
    "a.example, my_vllm,",
    (config) => config.instrumentations.openai.streamUsageHosts,
    ["a.example", "my_vllm"],
  ],
  ["OUTLAY_CONSOLE", "true", (config) => config.exporters.console, true],
  ["OUTLAY_CONSOLE", "1", (config) => config.exporters.console, true],
  ["OUTLAY_FILE", "spans.jsonl", (config) => config.exporters.file, "/app/spans.jsonl"],
  ["OUTLAY_FILE", "/tmp/spans.jsonl", (config) => config.exporters.file, "/tmp/spans.jsonl"],
  ["OUTLAY_SEMCONV", "latest", (config) => config.semconv, "latest"],
  ["OTEL_SEMCONV_STABILITY_OPT_IN", "http,gen_ai_latest_experimental", (config) => config.semconv, "latest"],
  ["OTEL_SEMCONV_STABILITY_OPT_IN", "http/dup", (config) => config.semconv, "v1.41"],
  ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true", (config) => config.content.capture, "span"],
  ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "EVENT_ONLY", (config) => config.content.capture, "event"],
  ["OUTLAY_PROMPT_FINGERPRINTS", "span", (config) => config.fingerprints.prompts, "span"],
  ["OUTLAY_PROMPT_FINGERPRINTS", "off", (config) => config.fingerprints.prompts, "off"],
  ["OUTLAY_FINGERPRINT_KEY", "0123456789abcdef", (config) => config.fingerprints.key, "0123456789abcdef"],
  ["OUTLAY_CONTENT_MAX_LENGTH", "100", (config) => config.content.maxLength, 100],
  ["OUTLAY_CONTENT_MAX_LENGTH", "10000000", (config) => config.content.maxLength, 10_000_000],
  ["OUTLAY_BAGGAGE_KEYS", "user.id, session.id", (config) => config.baggage.keys, ["user.id", "session.id"]],
  ["OUTLAY_METRIC_ATTRIBUTES", "team.id", (config) => config.metrics.attributes, ["team.id"]],
];

const REJECTED: readonly (readonly [key: string, text: string, line: string])[] = [
  ["OUTLAY_ENABLED", "no", 'got "no", expected true or false; using true'],
  ["OUTLAY_LOG_LEVEL", "loud", 'got "loud", expected none, error, warn, info, debug, verbose or all; using warn'],
  ["OUTLAY_STREAM_USAGE", "on", 'got "on", expected inject or off; using off'],
  [
    "OUTLAY_STREAM_USAGE_HOSTS",
    "https://a.example",
    'got "https://a.example", expected host names without scheme or port, separated by commas; using nothing in its place',
  ],
  ["OUTLAY_CONSOLE", "yes", 'got "yes", expected true or false; using the default'],
  ["OUTLAY_SEMCONV", "v1.40", 'got "v1.40", expected v1.41 or latest; using v1.41'],
  [
    "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT",
    "spans",
    'got "spans", expected true, false, NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT; using none',
  ],
  ["OUTLAY_CONTENT_MAX_LENGTH", "99", 'got "99", expected a whole number from 100 to 10000000; using 32768'],
  [
    "OUTLAY_CONTENT_MAX_LENGTH",
    "10000001",
    'got "10000001", expected a whole number from 100 to 10000000; using 32768',
  ],
  ["OUTLAY_CONTENT_MAX_LENGTH", "1e3", 'got "1e3", expected a whole number from 100 to 10000000; using 32768'],
];

describe("the environment", () => {
  it.each(ACCEPTED)("reads %s=%s", (key, text, pick, expected) => {
    const resolved = resolveEnv({ [key]: text });
    expect(linesOf(resolved)).toEqual([]);
    expect(pick(resolved.config)).toEqual(expected);
  });

  it.each(REJECTED)("says what is wrong with %s=%s and goes on", (key, text, line) => {
    const resolved = resolveEnv({ [key]: text, OUTLAY_BAGGAGE_KEYS: "kept" });
    expect(linesOf(resolved)).toEqual([`${key}: ${line}`]);
    expect(resolved.config).toEqual({ ...DEFAULT_CONFIG, baggage: { keys: ["kept"] } });
  });

  it.each([
    ["openai,anthropic", true, true],
    ["openai", true, false],
    ["-openai", false, true],
    ["-openai,-anthropic", false, false],
    ["openai,anthropic,-anthropic", true, false],
  ])("switches instrumentations by %s", (text, openai, anthropic) => {
    const { config, problems } = resolveEnv({ OUTLAY_INSTRUMENTATIONS: text });
    expect(problems).toEqual([]);
    expect([config.instrumentations.openai.enabled, config.instrumentations.anthropic.enabled]).toEqual([
      openai,
      anthropic,
    ]);
  });

  it("keeps the known names of a list, and all instrumentations when it knows none", () => {
    expect(linesOf(resolveEnv({ OUTLAY_INSTRUMENTATIONS: "opnai,-anthropic" }))).toEqual([
      `OUTLAY_INSTRUMENTATIONS: got "opnai", expected names out of ${INSTRUMENTATION_NAMES.join(", ")}, or exclusions such as ` +
        "-openai; using nothing in its place",
    ]);
    const { config } = resolveEnv({ OUTLAY_INSTRUMENTATIONS: "opnai" });
    expect(config).toEqual(DEFAULT_CONFIG);
  });

  it("shows no key, neither one that is too short nor the file's that is used instead", () => {
    const readFile = readFrom({ "/app/outlay.config.yaml": "version: 1\nfingerprints: {key: the key of the file}" });
    const resolved = resolveConfig({ env: { OUTLAY_FINGERPRINT_KEY: "hush" }, cwd: "/app", readFile });
    expect(linesOf(resolved)).toEqual([
      "OUTLAY_FINGERPRINT_KEY: got text of 4 characters (not shown), expected text of at least 16 characters; " +
        "using that of the file, else a random one",
    ]);
    expect(resolved.config.fingerprints.key).toBe("the key of the file");
  });

  it("names the variable that was probably meant, and never shows what an unknown one holds", () => {
    expect(linesOf(resolveEnv({ OUTLAY_CONSLE: "secret", OUTLAY_ZZZZZZZZZZZZ: "secret", OTHER: "x" }))).toEqual([
      "OUTLAY_CONSLE: got an unknown variable, expected OUTLAY_CONSOLE; the variable is ignored",
      expect.stringMatching(/^OUTLAY_ZZZZZZZZZZZZ: got an unknown variable, expected one of OUTLAY_CONFIG, .*; the/),
    ]);
  });

  it("takes an empty variable for one that is not set", () => {
    const env = Object.fromEntries(ENV_TABLE.map(({ key }) => [key, " "]));
    const resolved = resolveEnv(env);
    expect(linesOf(resolved)).toEqual([]);
    expect(resolved.config).toEqual(DEFAULT_CONFIG);
  });

  it("does not even look for a file when it is switched off", () => {
    const readFile = (): string => expect.unreachable("nothing is read");
    const { config } = resolveConfig({ env: { OUTLAY_ENABLED: "false" }, cwd: "/app", readFile });
    expect(config.enabled).toBe(false);
  });

  it("documents every variable in a table", () => {
    const lines = envTableMarkdown().split("\n");
    for (const { key } of ENV_TABLE) expect(lines.filter((line) => line.startsWith(`| \`${key}\` |`))).toHaveLength(1);
    expect(lines).toContain(
      "| `OUTLAY_CONTENT_MAX_LENGTH` | a whole number from 100 to 10000000 | `32768` | `content.max_length` | " +
        "Longest text of one captured attribute, in characters; the rest is cut and marked. |",
    );
  });
});
