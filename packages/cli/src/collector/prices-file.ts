// SPDX-License-Identifier: Apache-2.0
import type { PriceMap } from "./price-map.ts";
import type { PriceRow, RowPeriod } from "./price-row.ts";

/** Names in the file, as short as the table is long. */
export const KEYS = {
  model: "m",
  source: "o",
  periods: "p",
  doubt: "x",
  free: "z",
  regional: "r",
  from: "f",
  until: "u",
  cards: "c",
  regions: "g",
  search: "s",
  beyond: "b",
} as const;

/**
 * The table as a map that is YAML, and OTTL as well: the transform processor reads it into a statement. So it has no
 * comment in it, and no dollar sign.
 */
export function pricesText(map: PriceMap): string {
  const providers = Object.entries(map).map(([provider, rows]) => {
    const lines = Object.entries(rows).map(([name, row]) => `    ${JSON.stringify(name)}: ${shortRow(row)}`);
    return `  ${JSON.stringify(provider)}: {\n${lines.join(",\n")}\n  }`;
  });
  const text = `{\n${providers.join(",\n")}\n}\n`;
  if (text.includes("$")) throw new TypeError("model: got a name with $ in it, expected one that YAML can pass on");
  return text;
}

/** A row is a text with JSON in it, parsed for the calls that find it: OTTL reads texts ten times faster than lists. */
function shortRow({ periods, ...row }: PriceRow): string {
  const short = { ...renamed(row), [KEYS.periods]: periods.map((period: RowPeriod) => renamed(period)) };
  return JSON.stringify(JSON.stringify(short));
}

function renamed(record: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [KEYS[name as keyof typeof KEYS], value]));
}
