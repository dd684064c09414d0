// SPDX-License-Identifier: Apache-2.0
import { resolve } from "node:path";

import { contentCaptureFromEnv } from "@outlay/core";

import { ENV_PREFIX, ENV_TABLE } from "./env-table.ts";
import type { EnvType, EnvVariable } from "./env-table.ts";
import { mergeLayers } from "./layer.ts";
import type { ConfigLayer } from "./layer.ts";
import { nearest } from "./nearest.ts";
import { CONTENT_LENGTHS, HOST, MIN_KEY_LENGTH } from "./outlay-config.ts";
import { showValue } from "./problem.ts";
import type { Finding } from "./problem.ts";
import { INSTRUMENTATION_NAMES } from "./sdk-table.ts";

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says. */
export interface EnvLayer {
  readonly layer: ConfigLayer;
  readonly findings: readonly Finding[];
  /** `OUTLAY_CONFIG`, as it was written. */
  readonly configPath: string | undefined;
}

/** Puts down that something a variable says is wrong, and what is used instead if not the setting's next source. */
type Report = (value: string, used?: string) => undefined;
type EnvReader = (text: string, variable: EnvVariable, cwd: string, report: Report) => unknown;

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };
const ITEM_LEFT_OUT = "nothing in its place";
const NEXT_KEY = "that of the file, else a random one";
const LATEST_SEMCONV = "gen_ai_latest_experimental";

/** How each type of variable is read; `undefined` leaves the setting to the file. */
const READERS: Readonly<Record<EnvType, EnvReader>> = {
  boolean: (text, _variable, _cwd, report) => BOOLEANS[text.toLowerCase()] ?? report(text),
  choice: (text, { choices = [] }, _cwd, report) => {
    return choices.find((choice) => choice === text.toLowerCase()) ?? report(text);
  },
  integer: (text, _variable, _cwd, report) => {
    const isWithin = Number(text) >= CONTENT_LENGTHS.least && Number(text) <= CONTENT_LENGTHS.most;
    return /^\d+$/.test(text) && isWithin ? Number(text) : report(text);
  },
  list: (text) => listFrom(text),
  hosts: (text, _variable, _cwd, report) =>
    nonEmpty(listFrom(text).filter((host) => HOST.test(host) || report(host, ITEM_LEFT_OUT))),
  path: (text, _variable, cwd) => resolve(cwd, text),
  key: (text, _variable, _cwd, report) => (text.length >= MIN_KEY_LENGTH ? text : report(text, NEXT_KEY)),
  instrumentations: (text, _variable, _cwd, report) => switchesFrom(listFrom(text), report),
  "content capture": (text, _variable, _cwd, report) => contentCaptureFromEnv(text) ?? report(text),
  "stability opt-in": (text) => (listFrom(text).includes(LATEST_SEMCONV) ? "latest" : undefined),
};

/** Reads every variable of the table; a variable that is empty is one that is not set. */
export function readEnv(env: Environment, cwd: string): EnvLayer {
  const findings: Finding[] = unknownVariables(env);
  let layer: ConfigLayer = {};
  let configPath: string | undefined;
  for (const variable of ENV_TABLE) {
    const text = env[variable.key]?.trim() ?? "";
    if (text === "") continue;
    const { key, setting, allowed, type } = variable;
    if (setting === undefined) {
      configPath = text;
      continue;
    }
    const report: Report = (value, used) => {
      findings.push({
        key,
        value: showValue(value, type === "key"),
        expected: allowed,
        setting,
        ...(used !== undefined && { used }),
      });
      return undefined;
    };
    const value = READERS[type](text, variable, cwd, report);
    const nested = setting.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
    layer = mergeLayers(layer, nested as ConfigLayer);
  }
  return { layer, findings, configPath };
}

function unknownVariables(env: Environment): Finding[] {
  const known = ENV_TABLE.map(({ key }) => key).filter((key) => key.startsWith(ENV_PREFIX));
  const unknown = Object.keys(env).filter((key) => key.startsWith(ENV_PREFIX) && !known.includes(key));
  return unknown.map((key) => ({
    key,
    value: "an unknown variable",
    expected: nearest(key, known) ?? `one of ${known.join(", ")}`,
    used: "nothing, the variable is ignored",
  }));
}

function listFrom(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function nonEmpty(list: string[]): string[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** `openai` is that one only, `-openai` is all but that one; both together start from those listed. */
function switchesFrom(names: string[], report: Report): Record<string, { enabled: boolean }> | undefined {
  const known = names.filter(
    (name) => INSTRUMENTATION_NAMES.some((known) => known === name.replace(/^-/, "")) || report(name, ITEM_LEFT_OUT),
  );
  if (known.length === 0) return undefined;
  const isListed = known.some((name) => !name.startsWith("-"));
  return Object.fromEntries(
    INSTRUMENTATION_NAMES.map((name) => {
      return [name, { enabled: !known.includes(`-${name}`) && (!isListed || known.includes(name)) }];
    }),
  );
}
