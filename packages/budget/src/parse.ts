// SPDX-License-Identifier: Apache-2.0
import type { BudgetDefinition } from "./definition.ts";
import { isWholeNumber, readList, readObject } from "./fields.ts";
import type { BudgetProblem, Field, FieldReader, Report } from "./fields.ts";
import { keepForecasts, keepPaces, readBurn } from "./parse-burn.ts";
import { fitOverrides, readLimit, readOverrides } from "./parse-limit.ts";
import { keepAlerts, readCounts } from "./parse-counts.ts";
import { problemsToLines, readGroupBy, readMatch, readName } from "./parse-common.ts";
import { readThresholds } from "./parse-threshold.ts";
import { readWindow } from "./parse-window.ts";

/** What `parseBudgets` made of a list of budgets. */
export interface ParsedBudgets {
  /** The budgets that can run, in the spelling of the types. */
  readonly budgets: readonly BudgetDefinition[];
  readonly problems: readonly BudgetProblem[];
}

const MAX_GROUPS = 10_000_000;
const LEFT_OUT = "nothing, the budget is left out";

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
  throw new TypeError(problemsToLines("budgets", problems));
}

/** How each key is read, and when a budget cannot run without it: always, if it was given, or never. */
const BUDGET: Readonly<Record<keyof BudgetDefinition, readonly [read: FieldReader<unknown>, needed: string]>> = {
  name: [(field, report) => readName(field, report, LEFT_OUT), "always"],
  match: [(field, report) => readMatch(field, report, LEFT_OUT), "if given"],
  counts: [(field, report) => readCounts(field, report, LEFT_OUT), "if given"],
  groupBy: [(field, report) => readGroupBy(field, report, LEFT_OUT), "if given"],
  require: [readRequire, "if given"],
  limit: [(field, report) => readLimit(field, report, LEFT_OUT), "always"],
  overrides: [(field, report) => readOverrides(field, report, LEFT_OUT), "if given"],
  window: [readWindow, "always"],
  thresholds: [readThresholds, "never"],
  burn: [readBurn, "never"],
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
  if (!canRun) return undefined;
  const budget = fitToWindow(definition as unknown as BudgetDefinition, fields, report);
  return fields.overrides === undefined || fitOverrides(budget, fields.overrides, report, LEFT_OUT)
    ? budget
    : undefined;
}

/** Not every window has what a forecast or a pace is made of, and what is found afterwards cannot be acted on. */
function fitToWindow(
  definition: BudgetDefinition,
  fields: Partial<Record<keyof BudgetDefinition, Field>>,
  report: Report,
): BudgetDefinition {
  const { window, thresholds: given, burn } = definition;
  const thresholds = given && fields.thresholds && keepAlerts(given, definition, fields.thresholds, report);
  return {
    ...definition,
    ...(thresholds &&
      fields.thresholds && { thresholds: keepForecasts(thresholds, window, fields.thresholds, report) }),
    ...(burn && fields.burn && { burn: keepPaces(burn, window, fields.burn, report) }),
  };
}

function readRequire(field: Field, report: Report): boolean | undefined {
  return typeof field.value === "boolean" ? field.value : report(field, "true or false", LEFT_OUT);
}

function readMaxGroups(field: Field, report: Report): number | undefined {
  if (isWholeNumber(field.value, 1, MAX_GROUPS)) return field.value;
  return report(field, `a whole number from 1 to ${MAX_GROUPS}`, "100000");
}
