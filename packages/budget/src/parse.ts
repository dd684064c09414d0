// SPDX-License-Identifier: Apache-2.0
import { MAX_LIMIT_USD, nanoUsdFromDecimal, partsPerMillionFrom } from "./amount.ts";
import type { BudgetDefinition, BudgetLimit, MatchValue, ThresholdDefinition } from "./definition.ts";
import { isRecord, isWholeNumber, readList, readObject } from "./fields.ts";
import type { BudgetProblem, Field, FieldReader, Report } from "./fields.ts";
import { readWindow } from "./parse-window.ts";

/** What `parseBudgets` made of a list of budgets. */
export interface ParsedBudgets {
  /** The budgets that can run, in the spelling of the types. */
  readonly budgets: readonly BudgetDefinition[];
  readonly problems: readonly BudgetProblem[];
}

const MAX_NAME_LENGTH = 128;
const MAX_GROUP_BY = 8;
/** One bit each in a 32-bit integer. */
const MAX_THRESHOLDS = 31;
const MAX_GROUPS = 10_000_000;
const LEFT_OUT = "nothing, the budget is left out";
const THRESHOLD_LEFT_OUT = "nothing, the threshold is left out";

/**
 * Reads a list of budgets as it comes out of a configuration file or a program.
 *
 * Pure and total. A budget that would count the wrong calls, over the wrong time or against the wrong limit is left
 * out; a threshold that is wrong is left out of its budget; every key and value that is wrong is named.
 *
 * @param value - Array of objects in the shape of {@link BudgetDefinition}, keys in camelCase or snake_case.
 */
export function parseBudgets(value: unknown): ParsedBudgets {
  const problems: BudgetProblem[] = [];
  const report: Report = (field, expected, used) => void problems.push({ ...field, expected, used });
  const names = new Set<string>();
  const readUnique: FieldReader<BudgetDefinition> = (field) => {
    const budget = readBudget(field, report);
    if (budget === undefined) return undefined;
    const name = { path: [...field.path, "name"], value: budget.name };
    if (names.has(budget.name)) return report(name, "a name that no other budget has", LEFT_OUT);
    names.add(budget.name);
    return budget;
  };
  const budgets = readList({ path: [], value }, readUnique, report);
  return { budgets: budgets ?? report({ path: [], value }, "a list of budgets", "no budgets") ?? [], problems };
}

/**
 * Reads definitions that must all be right.
 *
 * @throws {TypeError} Naming everything that is wrong.
 */
export function definitionsOrThrow(definitions: readonly BudgetDefinition[]): readonly BudgetDefinition[] {
  const { budgets, problems } = parseBudgets(definitions);
  if (problems.length === 0) return budgets;
  const lines = problems.map(({ path, value, expected }) => {
    return `budgets${path.map((key) => `[${JSON.stringify(key)}]`).join("")}: expected ${expected}, got ${show(value)}`;
  });
  throw new TypeError(lines.join("\n"));
}

function show(value: unknown): string {
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : JSON.stringify(String(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** How each key is read, and when a budget cannot run without it: always, if it was given, or never. */
const BUDGET: Readonly<Record<keyof BudgetDefinition, readonly [read: FieldReader<unknown>, needed: string]>> = {
  name: [readName, "always"],
  match: [readMatch, "if given"],
  groupBy: [readGroupBy, "if given"],
  limit: [readLimit, "always"],
  window: [readWindow, "always"],
  thresholds: [readThresholds, "never"],
  maxGroups: [readMaxGroups, "never"],
};
const BUDGET_KEYS = Object.keys(BUDGET) as (keyof BudgetDefinition)[];

function readBudget(field: Field, report: Report): BudgetDefinition | undefined {
  const fields = readObject(field, BUDGET_KEYS, report);
  if (fields === undefined) return report(field, "an object with name, limit and window", LEFT_OUT);
  const definition: Partial<Record<keyof BudgetDefinition, unknown>> = {};
  let canRun = true;
  for (const key of BUDGET_KEYS) {
    const [read, needed] = BUDGET[key];
    const given = fields[key];
    if (given === undefined && needed !== "always") continue;
    const value = read(given ?? { path: [...field.path, key], value: undefined }, report);
    if (value !== undefined) definition[key] = value;
    else if (needed !== "never") canRun = false;
  }
  return canRun ? (definition as unknown as BudgetDefinition) : undefined;
}

function readName(field: Field, report: Report): string | undefined {
  const { value } = field;
  if (typeof value === "string" && value.length > 0 && value.length <= MAX_NAME_LENGTH) return value;
  return report(field, `a name of 1 to ${MAX_NAME_LENGTH} characters`, LEFT_OUT);
}

function readLimit(field: Field, report: Report): BudgetLimit | undefined {
  const { usd, tokens, calls } = readObject(field, ["usd", "tokens", "calls"], report) ?? {};
  const [only, second] = [usd, tokens, calls].filter((amount) => amount !== undefined);
  if (only === undefined || second !== undefined) return report(field, "exactly one of usd, tokens, calls", LEFT_OUT);
  const { value } = only;
  if (only === usd) {
    const isAmount =
      (typeof value === "number" || typeof value === "string") && nanoUsdFromDecimal(value) !== undefined;
    const expected = `USD from 0 to ${MAX_LIMIT_USD} with at most nine decimals, as a number or a decimal string`;
    return isAmount ? { usd: value } : report(only, expected, LEFT_OUT);
  }
  if (!isWholeNumber(value, 0, Number.MAX_SAFE_INTEGER)) return report(only, "a whole number from 0", LEFT_OUT);
  return only === tokens ? { tokens: value } : { calls: value };
}

function readMatch(field: Field, report: Report): NonNullable<BudgetDefinition["match"]> | undefined {
  if (!isRecord(field.value)) return report(field, "an object of attribute names and values", LEFT_OUT);
  const entries = Object.entries(field.value).map(([name, value]) => {
    const attribute = { path: [...field.path, name], value };
    const values = [value].flat();
    if (values.length > 0 && values.every((item) => isMatchValue(item))) return [name, value] as const;
    return report(
      attribute,
      "text (* for any run of characters), a number, true or false, or a list of these",
      LEFT_OUT,
    );
  });
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === entries.length
    ? (Object.fromEntries(known) as Record<string, MatchValue | MatchValue[]>)
    : undefined;
}

function isMatchValue(value: unknown): value is MatchValue {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

function readGroupBy(field: Field, report: Report): string[] | undefined {
  const names = [field.value].flat();
  const areNames = names.every((name) => typeof name === "string" && name.length > 0 && name.length <= MAX_NAME_LENGTH);
  if (areNames && names.length <= MAX_GROUP_BY && new Set(names).size === names.length) return names as string[];
  return report(field, `at most ${MAX_GROUP_BY} attribute names, each once`, LEFT_OUT);
}

function readThresholds(field: Field, report: Report): ThresholdDefinition[] | undefined {
  const thresholds = readList(field, readThreshold, report);
  const expected = `a list of at most ${MAX_THRESHOLDS} thresholds, each share once`;
  if (thresholds === undefined) return report(field, expected, "one threshold at 100 %");
  const shares = thresholds.map(({ at }) => at);
  const kept = thresholds.filter(({ at }, index) => shares.indexOf(at) === index).slice(0, MAX_THRESHOLDS);
  if (kept.length < thresholds.length) report(field, expected, `the first ${kept.length} that differ`);
  return kept;
}

function readThreshold(field: Field, report: Report): ThresholdDefinition | undefined {
  const expected = 'an object with at ("80%" or 0.8) and, optionally, alert';
  const { at, alert } = readObject(field, ["at", "alert"], report) ?? {};
  if (at === undefined) return report(field, expected, THRESHOLD_LEFT_OUT);
  const { value } = at;
  const parts = typeof value === "number" || typeof value === "string" ? partsPerMillionFrom(value) : undefined;
  if (parts === undefined) {
    return report(at, 'a share of the limit above 0 and up to 1000 %, such as "80%" or 0.8', THRESHOLD_LEFT_OUT);
  }
  const channels = alert === undefined ? [] : [alert.value].flat();
  if (channels.every((name) => typeof name === "string" && name.length > 0)) {
    return { at: parts / 1_000_000, ...(channels.length > 0 && { alert: channels as string[] }) };
  }
  report(alert ?? field, "the name of a channel, or a list of names", "no channel but those always told");
  return { at: parts / 1_000_000 };
}

function readMaxGroups(field: Field, report: Report): number | undefined {
  if (isWholeNumber(field.value, 1, MAX_GROUPS)) return field.value;
  return report(field, `a whole number from 1 to ${MAX_GROUPS}`, "100000");
}
