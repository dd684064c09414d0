// SPDX-License-Identifier: Apache-2.0
import { pathText, valueAt } from "./path.ts";
import type { Path } from "./path.ts";

/** One key or value of the configuration that is wrong. */
export interface ConfigProblem {
  /** The file as the user would name it. Absent: an environment variable. */
  readonly file?: string;
  /** Line of the value, or of an unknown key, from 1. */
  readonly line?: number;
  /** Column of the same, from 1. */
  readonly column?: number;
  /** Path in the file, such as `budgets[0].limit.usd`, or the variable's name. Empty: the file as a whole. */
  readonly key: string;
  /** What was found, in a few words and never a secret. */
  readonly value: string;
  /** What would have been right. */
  readonly expected: string;
  /** What is used instead. */
  readonly used: string;
}

/** A problem before it is known what the rest of the configuration makes of it. */
export interface Finding extends Omit<ConfigProblem, "used"> {
  /** What is used instead, if that is certain; otherwise it is looked up under `setting`. */
  readonly used?: string;
  /** Where the configuration has the value that counts. */
  readonly setting?: Path;
  /** Set when the value that counts must not be shown. */
  readonly secret?: boolean;
  /** Set where nothing is wrong, and something else was probably meant. */
  readonly isAdvice?: boolean;
}

const NOTHING = "nothing, ";

/** What ends a line somewhere, and JSON leaves as it is. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** Writes a problem as one line: where, key, value, what was expected and what is used instead. */
export function formatProblem(problem: ConfigProblem): string {
  const { file, line, column, key, value, expected, used } = problem;
  const where = [file, line, column].filter((part) => part !== undefined).join(":");
  const subject = [where, key].filter((part) => part !== "").join(" ");
  const outcome = used.startsWith(NOTHING) ? used.slice(NOTHING.length) : `using ${used}`;
  const text = `${subject}: got ${value}, expected ${expected}; ${outcome}`;
  return text.replace(LINE_ENDS, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Completes a finding with what the final configuration has in that place. */
export function problemFrom(
  { setting, secret, isAdvice: _isAdvice, ...finding }: Finding,
  config: unknown,
): ConfigProblem {
  const value = setting === undefined || secret === true ? undefined : valueAt(config, setting);
  return Object.freeze({ ...finding, used: finding.used ?? describe(value) });
}

/** Says what a setting is: `the default` for what has no words of its own. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  return isPrimitive(value) ? String(value) : "the default";
}

function isPrimitive(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** What a line says is used in place of something in a list or a table that cannot be used at all. */
export function leftOut(path: Path): string {
  return `${NOTHING}${pathText(path)} is left out`;
}

/** Longest excerpt of a wrong value; enough to find it again. */
const MAX_SHOWN = 40;

/** What keys and tokens begin with; no other part of a setting does. */
const LOOKS_SECRET = /(?:^|[^a-z])(?:sk|pk|rk)-|whsec_|bearer\s|basic\s|:\/\/[^/\s]*@/i;

/** A reference to the environment, which gives nothing away. */
const REFERENCE = /^\$\{\w+\}$/;

/** Shows a wrong value: text in quotes and shortened, collections by their kind, anything that may be a key not at all. */
export function showValue(value: unknown, secret = false): string {
  if (value === undefined) return "nothing";
  if (value === null) return "an empty value";
  if (!isPrimitive(value)) return Array.isArray(value) ? "a list" : "a map";
  if (typeof value !== "string") return String(value);
  if (REFERENCE.test(value)) return value;
  if (secret || LOOKS_SECRET.test(value)) return `text of ${value.length} characters (not shown)`;
  return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
}
