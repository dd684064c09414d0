// SPDX-License-Identifier: Apache-2.0
import type { PriceTable } from "@outlay/pricing";

import { UsageError } from "../usage-error.ts";

const FORMAT_VERSION = 1;
const LISTS = ["sources", "prices", "rows"] as const;

/**
 * Reads a compiled price table, as `outlay prices table` writes it.
 *
 * @throws {UsageError} If the text is something else.
 */
export function priceTableFrom(text: string, name: string): PriceTable {
  const table = parsed(text, name);
  const expect = (key: string, isRight: boolean, expected: string): void => {
    if (!isRight) throw new UsageError(`${name} ${key}: got ${shown(table[key])}, expected ${expected}`);
  };
  expect("formatVersion", table["formatVersion"] === FORMAT_VERSION, `${FORMAT_VERSION}`);
  for (const key of LISTS) expect(key, Array.isArray(table[key]), "a list");
  expect("providers", isRecord(table["providers"]), "an object");
  expect("version", typeof table["version"] === "string", "a text");
  return table as unknown as PriceTable;
}

function parsed(text: string, name: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(
      `${name}: got a file that is not JSON, expected a price table as outlay prices table writes it`,
    );
  }
  if (isRecord(value)) return value;
  throw new UsageError(`${name}: got ${shown(value)}, expected a price table as outlay prices table writes it`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return JSON.stringify(value).slice(0, 40);
}
