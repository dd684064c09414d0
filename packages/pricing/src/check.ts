// SPDX-License-Identifier: Apache-2.0

/** Something in a price file that is not as it should be. */
export interface PriceFileProblem {
  /** Path of the value: `models[2].prices[0].rates.input`. */
  readonly key: string;
  /** The value as JSON, cut to a readable length. */
  readonly value: string;
  readonly expected: string;
}

/** Reads a value, or notes what is wrong with it and returns `undefined`. */
export type Check<T> = (value: unknown, key: string, problems: PriceFileProblem[]) => T | undefined;

const MAX_SHOWN = 60;

function shown(value: unknown): string {
  const text = value === undefined ? "missing" : (JSON.stringify(value) ?? typeof value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Notes a problem; returns `undefined`, so that a check can end with it. */
export function refuse(value: unknown, key: string, problems: PriceFileProblem[], expected: string): undefined {
  problems.push({ key, value: shown(value), expected });
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A number that passes a test. */
export function number(expected: string, test: (value: number) => boolean): Check<number> {
  return (value, key, problems) =>
    typeof value === "number" && test(value) ? value : refuse(value, key, problems, expected);
}

/** A string that matches. */
export function text(expected: string, pattern: RegExp): Check<string> {
  return (value, key, problems) =>
    typeof value === "string" && pattern.test(value) ? value : refuse(value, key, problems, expected);
}

/** One of a few strings. */
export function oneOf<T extends string>(...allowed: readonly T[]): Check<T> {
  return (value, key, problems) =>
    allowed.find((candidate) => candidate === value) ?? refuse(value, key, problems, `one of ${allowed.join(", ")}`);
}

/** A list; items that are refused are left out. */
export function list<T>(item: Check<T>, atLeast = 0): Check<readonly T[]> {
  return (value, key, problems) => {
    if (!Array.isArray(value) || value.length < atLeast) {
      return refuse(value, key, problems, atLeast > 0 ? `a list of at least ${atLeast}` : "a list");
    }
    const items = value.map((entry: unknown, index) => item(entry, `${key}[${index}]`, problems));
    return items.filter((entry) => entry !== undefined);
  };
}

/** An object used as a map. */
export function mapOf<T>(item: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value, key, problems) => {
    if (!isRecord(value)) return refuse(value, key, problems, "an object");
    const entries: [string, T][] = [];
    for (const [name, entry] of Object.entries(value)) {
      const read = item(entry, `${key}.${name}`, problems);
      if (read !== undefined) entries.push([name, read]);
    }
    return Object.fromEntries(entries);
  };
}

/** The checks of an object's fields. */
export type Fields<T> = { readonly [field in keyof T]-?: Check<Exclude<T[field], undefined>> };

/** An object of known fields; an unknown one is a problem, since a typing error must not silently do nothing. */
export function shape<T extends object>(fields: Fields<T>, required: readonly (keyof T & string)[] = []): Check<T> {
  return (value, key, problems) => {
    if (!isRecord(value)) return refuse(value, key, problems, "an object");
    const result: Record<string, unknown> = {};
    for (const [name, entry] of Object.entries(value)) {
      const check = Object.hasOwn(fields, name) ? (fields[name as keyof T] as Check<unknown>) : undefined;
      const path = key === "" ? name : `${key}.${name}`;
      const known = `one of ${Object.keys(fields).join(", ")}`;
      const read = check === undefined ? refuse(name, path, problems, known) : check(entry, path, problems);
      if (read !== undefined) result[name] = read;
    }
    const missing = required.filter((name) => !Object.hasOwn(value, name));
    for (const name of missing) refuse(undefined, key === "" ? name : `${key}.${name}`, problems, "a value");
    return required.every((name) => Object.hasOwn(result, name)) ? (result as T) : undefined;
  };
}
