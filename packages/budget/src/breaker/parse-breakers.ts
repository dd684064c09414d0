// SPDX-License-Identifier: Apache-2.0
import type { BreakerDefinition } from "./definition.ts";
import { isRecord, isWholeNumber, readList, readObject } from "../fields.ts";
import type { BudgetProblem, Field, FieldReader, Report } from "../fields.ts";
import { problemsToLines, readMatch, readName } from "../parse-common.ts";
import { durationMsFrom } from "../window.ts";

/** What `parseBreakers` made of a list of breakers. */
export interface ParsedBreakers {
  /** The breakers that can run, in the spelling of the types. */
  readonly breakers: readonly BreakerDefinition[];
  readonly problems: readonly BudgetProblem[];
}

const LEFT_OUT = "nothing, the breaker is left out";
const IGNORED = "nothing, the rule is left out";
const MAX_COUNT = 1_000_000;

/**
 * Reads a list of breakers as it comes out of a configuration file or a program. Pure and total; a rule that is wrong is
 * left out of its breaker, a breaker without a name or with the wrong calls is left out; everything wrong is named.
 *
 * @param value - Array of objects in the shape of {@link BreakerDefinition}, keys in camelCase or snake_case.
 */
export function parseBreakers(value: unknown): ParsedBreakers {
  const problems: BudgetProblem[] = [];
  const report: Report = (field, expected, used) => void problems.push({ ...field, expected, used });
  const breakers = readList({ path: [], value }, readBreaker, report);
  return { breakers: breakers ?? report({ path: [], value }, "a list of breakers", "no breakers") ?? [], problems };
}

/**
 * Reads definitions that must all be right.
 *
 * @throws {TypeError} Naming everything that is wrong.
 */
export function breakersOrThrow(definitions: readonly BreakerDefinition[]): readonly BreakerDefinition[] {
  const { breakers, problems } = parseBreakers(definitions);
  if (problems.length === 0) return breakers;
  throw new TypeError(problemsToLines("breakers", problems));
}

const READERS: Readonly<Record<keyof BreakerDefinition, FieldReader<unknown>>> = {
  name: (field, report) => readName(field, report, LEFT_OUT),
  match: (field, report) => readMatch(field, report, LEFT_OUT),
  scope: oneOf(["trace", "session", "run"], '"trace"'),
  maxModelCalls: readCount,
  maxToolCalls: readCount,
  maxRetries: readCount,
  maxElapsed: readDuration,
  maxDepth: readCount,
  costRate: readCostRate,
  repeat: readRepeat,
  onTrip: readOnTrip,
};
const KEYS = Object.keys(READERS) as (keyof BreakerDefinition)[];

function readBreaker(field: Field, report: Report): BreakerDefinition | undefined {
  const fields = readObject(field, KEYS, report);
  if (fields === undefined) return report(field, "an object with name and rules", LEFT_OUT);
  const definition: Partial<Record<keyof BreakerDefinition, unknown>> = {};
  for (const key of KEYS) {
    const given = fields[key] ?? (key === "name" ? { path: [...field.path, key], value: undefined } : undefined);
    if (given === undefined) continue;
    const value = READERS[key](given, report);
    if (value !== undefined) definition[key] = value;
    else if (key === "name" || key === "match") return undefined;
  }
  return definition as unknown as BreakerDefinition;
}

function readCount(field: Field, report: Report): number | undefined {
  return isWholeNumber(field.value, 0, MAX_COUNT)
    ? field.value
    : report(field, `a whole number from 0 to ${MAX_COUNT}`, IGNORED);
}

function readDuration(field: Field, report: Report): string | undefined {
  if (typeof field.value === "string" && durationMsFrom(field.value) !== undefined) return field.value;
  return report(field, 'minutes, hours or days such as "20m"', IGNORED);
}

function oneOf<Value>(values: readonly Value[], used: string): FieldReader<Value> {
  return (field, report) =>
    values.find((value) => value === field.value) ?? report(field, `one of ${values.join(", ")}`, used);
}

function readCostRate(field: Field, report: Report): BreakerDefinition["costRate"] | undefined {
  const { times, baseline, within, minUsd } =
    readObject(field, ["times", "baseline", "within", "minUsd"], report) ?? {};
  const isAbove = (value: unknown, least: number): value is number => typeof value === "number" && value > least;
  if (!isAbove(times?.value, 1)) return report(times ?? field, "times, a number above 1", IGNORED);
  if (!isAbove(minUsd?.value, 0)) return report(minUsd ?? field, "min_usd, a number above 0", IGNORED);
  const long = baseline && readDuration(baseline, report);
  const short = within && readDuration(within, report);
  return { times: times.value, minUsd: minUsd.value, ...(long && { baseline: long }), ...(short && { within: short }) };
}

function readRepeat(field: Field, report: Report): BreakerDefinition["repeat"] | undefined {
  const fields = readObject(field, ["sameCall", "resultAware", "ignoreArgs", "tools"], report);
  if (fields === undefined) return report(field, "an object with same_call, result_aware, ignore_args, tools", IGNORED);
  const { sameCall, resultAware, ignoreArgs, tools } = fields;
  return {
    ...(sameCall && { sameCall: readRungs(sameCall, report) }),
    ...(resultAware && { resultAware: oneOf([true, false], "true")(resultAware, report) ?? true }),
    ...(ignoreArgs && { ignoreArgs: readNames(ignoreArgs, report) ?? [] }),
    ...(tools && { tools: readTools(tools, report) }),
  };
}

/** A rung above one that comes before it can never be reached: `stop` below `block` would stop where block only blocks. */
function readRungs(field: Field, report: Report): NonNullable<NonNullable<BreakerDefinition["repeat"]>["sameCall"]> {
  const { observe, block, stop } = readObject(field, ["observe", "block", "stop"], report) ?? {};
  const rungs: { observe?: number; block?: number; stop?: number } = {};
  for (const [name, rung] of [
    ["observe", observe],
    ["block", block],
    ["stop", stop],
  ] as const) {
    if (rung === undefined) continue;
    if (isWholeNumber(rung.value, 2, MAX_COUNT)) rungs[name] = rung.value;
    else report(rung, "a whole number of rounds from 2", "the default");
  }
  const { observe: first = 2, block: second = 3, stop: third = 6 } = rungs;
  if (first > second || second > third)
    report(field, "observe at most block, block at most stop", "as given: the lowest acts first");
  return rungs;
}

function readNames(field: Field, report: Report): readonly string[] | undefined {
  const names = [field.value].flat();
  if (names.every((name) => typeof name === "string" && name !== "")) return names as string[];
  return report(field, "a list of names", "none");
}

function readTools(field: Field, report: Report): NonNullable<NonNullable<BreakerDefinition["repeat"]>["tools"]> {
  const tools: Record<string, false | { readonly key: readonly string[] }> = {};
  if (!isRecord(field.value)) return report(field, "a map of tool names", "no tools") ?? tools;
  for (const [name, value] of Object.entries(field.value)) {
    const tool = { path: [...field.path, name], value };
    const key = value === false ? undefined : readObject(tool, ["key"], report)?.key;
    const names = key && readNames(key, report);
    if (value === false) tools[name] = false;
    else if (names === undefined)
      report(tool, "false, or key: a list of argument names", "nothing, the tool counts like any");
    else tools[name] = { key: names };
  }
  return tools;
}

function readOnTrip(field: Field, report: Report): BreakerDefinition["onTrip"] | undefined {
  const { action, alert } = readObject(field, ["action", "alert"], report) ?? {};
  const does = action && oneOf(["block", "alert"] as const, '"block"')(action, report);
  const channels = alert && readNames(alert, report);
  return { ...(does && { action: does }), ...(channels && { alert: channels }) };
}
