// SPDX-License-Identifier: Apache-2.0
import { isWholeNumber, readList, readObject } from "../fields.ts";
import type { BudgetProblem, Field, FieldReader, Report } from "../fields.ts";
import { problemsToLines, readGroupBy, readMatch, readName } from "../parse-common.ts";
import { readWindow } from "../parse-window.ts";
import type { OutcomeDefinition } from "./definition.ts";

/** What `parseOutcomes` made of a list of outcomes. */
export interface ParsedOutcomes {
  /** Those that can run, in the spelling of the types. */
  readonly outcomes: readonly OutcomeDefinition[];
  readonly problems: readonly BudgetProblem[];
}

const LEFT_OUT = "nothing, the outcome is left out";
const NO_ALERT = "no alert";

/**
 * Reads a list of outcomes as it comes out of a configuration file or a program. Pure and total; everything wrong is named.
 *
 * @param value - Array of objects in the shape of {@link OutcomeDefinition}, keys in camelCase or snake_case.
 */
export function parseOutcomes(value: unknown): ParsedOutcomes {
  const problems: BudgetProblem[] = [];
  const report: Report = (field, expected, used) => void problems.push({ ...field, expected, used });
  const outcomes = readList({ path: [], value }, readOutcome, report);
  return { outcomes: outcomes ?? report({ path: [], value }, "a list of outcomes", "no outcomes") ?? [], problems };
}

/**
 * Reads definitions that must all be right.
 *
 * @throws {TypeError} Naming everything that is wrong.
 */
export function outcomesOrThrow(definitions: readonly OutcomeDefinition[]): readonly OutcomeDefinition[] {
  const { outcomes, problems } = parseOutcomes(definitions);
  if (problems.length === 0) return outcomes;
  throw new TypeError(problemsToLines("outcomes", problems));
}

const READERS: Readonly<Record<keyof OutcomeDefinition, FieldReader<unknown>>> = {
  name: (field, report) => readName(field, report, LEFT_OUT),
  match: (field, report) => readMatch(field, report, LEFT_OUT),
  groupBy: (field, report) => readGroupBy(field, report, LEFT_OUT),
  per: readPer,
  window: readOutcomeWindow,
  alertAbove: readAlertAbove,
};
const KEYS = Object.keys(READERS) as (keyof OutcomeDefinition)[];

function readOutcome(field: Field, report: Report): OutcomeDefinition | undefined {
  const fields = readObject(field, KEYS, report);
  if (fields === undefined) return report(field, "an object with name", LEFT_OUT);
  const definition: Partial<Record<keyof OutcomeDefinition, unknown>> = {};
  for (const key of KEYS) {
    const given = fields[key] ?? (key === "name" ? { path: [...field.path, key], value: undefined } : undefined);
    if (given === undefined) continue;
    const value = READERS[key](given, report);
    if (value !== undefined) definition[key] = value;
    else if (key !== "alertAbove") return undefined;
  }
  return definition as unknown as OutcomeDefinition;
}

function readPer(field: Field, report: Report): OutcomeDefinition["per"] | undefined {
  const known = (["trace", "session", "run"] as const).find((per) => per === field.value);
  return known ?? report(field, "one of trace, session, run", LEFT_OUT);
}

/** Outcomes come late: a window that slides would forget what they are of. */
function readOutcomeWindow(field: Field, report: Report): OutcomeDefinition["window"] | undefined {
  const window = readWindow(field, report);
  if (window === undefined || window === "lifetime" || "every" in window) return window;
  return report(field, '"lifetime" or a calendar window', LEFT_OUT);
}

function readAlertAbove(field: Field, report: Report): OutcomeDefinition["alertAbove"] | undefined {
  const { usdPerSuccess, minOutcomes, alert } =
    readObject(field, ["usdPerSuccess", "minOutcomes", "alert"], report) ?? {};
  const usd = usdPerSuccess?.value;
  if (!(typeof usd === "number" && usd > 0)) {
    return report(usdPerSuccess ?? field, "usd_per_success, above 0", NO_ALERT);
  }
  const least = minOutcomes === undefined ? {} : readMinOutcomes(minOutcomes, report);
  const told = alert === undefined ? {} : readChannels(alert, report);
  return least === undefined || told === undefined ? undefined : { usdPerSuccess: usd, ...least, ...told };
}

function readMinOutcomes(field: Field, report: Report): { readonly minOutcomes: number } | undefined {
  if (isWholeNumber(field.value, 1, 1_000_000)) return { minOutcomes: field.value };
  return report(field, "a whole number from 1", NO_ALERT);
}

function readChannels(field: Field, report: Report): { readonly alert: readonly string[] } | undefined {
  const names = [field.value].flat();
  if (names.every((name) => typeof name === "string" && name !== "")) return { alert: names as string[] };
  return report(field, "the name of a channel, or a list of names", NO_ALERT);
}
