// SPDX-License-Identifier: Apache-2.0

/** Where a value stands in what was parsed: keys as they were spelled, and positions in lists. */
export type BudgetPath = readonly (string | number)[];

/** One key or value that is wrong. */
export interface BudgetProblem {
  /** From the list of budgets: `[0, "limit", "usd"]`. */
  readonly path: BudgetPath;
  readonly value: unknown;
  /** What would have been right. */
  readonly expected: string;
  /** What is used instead. */
  readonly used: string;
}

/** A value with the place it was found at. */
export interface Field {
  readonly path: BudgetPath;
  readonly value: unknown;
}

/** Puts down what is wrong with a field. Returns `undefined`, so that a reader can `return` it. */
export type Report = (field: Field, expected: string, used: string) => undefined;

/** A value, or what is wrong with it. */
export type FieldReader<Value> = (field: Field, report: Report) => Value | undefined;

/**
 * Reads the keys of an object by their camelCase names; a key may be spelled in snake_case as well, the only difference
 * between configuration files and code. Keys that are not in `known` are reported and ignored.
 */
export function readObject<Key extends string>(
  field: Field,
  known: readonly Key[],
  report: Report,
): Partial<Record<Key, Field>> | undefined {
  const { value, path } = field;
  if (!isRecord(value)) return undefined;
  const fields: Partial<Record<Key, Field>> = {};
  for (const [spelled, content] of Object.entries(value)) {
    const found = { path: [...path, spelled], value: content };
    const camel = spelled.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const key = known.find((candidate) => candidate === camel);
    if (key === undefined) report(found, `one of the keys ${known.join(", ")}`, "nothing, the key is ignored");
    else if (fields[key] !== undefined) report(found, `the key ${key} once`, "the first one");
    else if (content !== undefined) fields[key] = found;
  }
  return fields;
}

/** Tells a plain object from everything else. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads each item of a list; `undefined` when it is no list. Items that are wrong are left out. */
export function readList<Value>(field: Field, read: FieldReader<Value>, report: Report): Value[] | undefined {
  if (!Array.isArray(field.value)) return undefined;
  return field.value.flatMap((value: unknown, index) => {
    const item = read({ path: [...field.path, index], value }, report);
    return item === undefined ? [] : [item];
  });
}

/** Tells whether a value is a whole number in a range, limits included. */
export function isWholeNumber(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most;
}
