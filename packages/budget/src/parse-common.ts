// SPDX-License-Identifier: Apache-2.0
import type { BudgetDefinition, MatchValue } from "./definition.ts";
import { isRecord } from "./fields.ts";
import type { BudgetProblem, Field, Report } from "./fields.ts";

/** Longest name of a budget, a breaker or an attribute. */
const MAX_NAME_LENGTH = 128;
const MAX_GROUP_BY = 8;

/** What is wrong, one line each, for those who want to throw it. */
export function problemsToLines(list: string, problems: readonly BudgetProblem[]): string {
  const lines = problems.map(({ path, value, expected }) => {
    return `${list}${path.map((key) => `[${JSON.stringify(key)}]`).join("")}: expected ${expected}, got ${show(value)}`;
  });
  return lines.join("\n");
}

function show(value: unknown): string {
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : JSON.stringify(String(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Reads a name. */
export function readName(field: Field, report: Report, used: string): string | undefined {
  const { value } = field;
  if (typeof value === "string" && value.length > 0 && value.length <= MAX_NAME_LENGTH) return value;
  return report(field, `a name of 1 to ${MAX_NAME_LENGTH} characters`, used);
}

/** Reads which calls something applies to. */
export function readMatch(
  field: Field,
  report: Report,
  used: string,
): NonNullable<BudgetDefinition["match"]> | undefined {
  if (!isRecord(field.value)) return report(field, "an object of attribute names and values", used);
  const entries = Object.entries(field.value).map(([name, value]) => {
    const attribute = { path: [...field.path, name], value };
    const values = [value].flat();
    if (values.length > 0 && values.every((item) => isMatchValue(item))) return [name, value] as const;
    return report(attribute, "text (* for any run of characters), a number, true or false, or a list of these", used);
  });
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === entries.length
    ? (Object.fromEntries(known) as Record<string, MatchValue | MatchValue[]>)
    : undefined;
}

function isMatchValue(value: unknown): value is MatchValue {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

/** Reads the names of attributes that counters are kept for. */
export function readGroupBy(field: Field, report: Report, used: string): string[] | undefined {
  const names = [field.value].flat();
  const areNames = names.every((name) => typeof name === "string" && name.length > 0 && name.length <= MAX_NAME_LENGTH);
  if (areNames && names.length <= MAX_GROUP_BY && new Set(names).size === names.length) return names as string[];
  return report(field, `at most ${MAX_GROUP_BY} attribute names, each once`, used);
}
