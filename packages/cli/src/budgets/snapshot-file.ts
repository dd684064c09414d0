// SPDX-License-Identifier: Apache-2.0
import type { HeldBudgetStanding } from "@outlay/budget";

import { readTextFile } from "../read-text-file.ts";
import { UsageError } from "../usage-error.ts";

const UNITS: ReadonlySet<unknown> = new Set(["nanoUsd", "tokens", "calls"]);
const AMOUNTS = ["limit", "spent", "held", "granted", "calls", "unknownCalls"] as const;

/**
 * Reads where budgets stood in a process that counts them in its own memory: JSON of what `status()` of its guard
 * answered, as `outlay budgets status --json` writes it, too.
 *
 * @throws {UsageError} If the file cannot be read or is something else: with the key and what was expected.
 */
export function readSnapshot(name: string, cwd: string): readonly HeldBudgetStanding[] {
  const list = parsed(name, readTextFile(name, cwd));
  return list.map((item, index) => readStanding(name, item, `[${index}]`));
}

function readStanding(name: string, value: unknown, key: string): HeldBudgetStanding {
  const fields = Object(value) as Readonly<Record<string, unknown>>;
  const { budget, group, unit, windowStartMs, windowEndMs } = fields;
  if (typeof budget !== "string") throw wrong(name, `${key}.budget`, budget, "the name of a budget");
  if (!isGroup(group)) throw wrong(name, `${key}.group`, group, "a map of attribute names and texts");
  if (!UNITS.has(unit)) throw wrong(name, `${key}.unit`, unit, "nanoUsd, tokens or calls");
  const amounts = AMOUNTS.map((field): [string, number] => {
    const amount = fields[field];
    if (Number.isSafeInteger(amount)) return [field, amount as number];
    throw wrong(name, `${key}.${field}`, amount, "a whole number");
  });
  const standing = { ...Object.fromEntries(amounts), budget, group, unit } as HeldBudgetStanding;
  const { limit, spent } = standing;
  return {
    ...standing,
    fraction: limit === 0 ? 1 : spent / limit,
    // JSON has no infinity.
    windowStartMs: typeof windowStartMs === "number" ? windowStartMs : Number.NEGATIVE_INFINITY,
    windowEndMs: typeof windowEndMs === "number" ? windowEndMs : Number.POSITIVE_INFINITY,
  };
}

function isGroup(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}

function parsed(name: string, text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // Said below: what is no JSON and what is no list are the same mistake.
  }
  throw new UsageError(`${name}: got no list in JSON, expected what status() of a guard answers`);
}

function wrong(name: string, key: string, value: unknown, expected: string): UsageError {
  return new UsageError(`${name}: ${key}: got ${JSON.stringify(value) ?? "nothing"}, expected ${expected}`);
}
