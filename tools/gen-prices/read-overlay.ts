// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { list, oneOf, refuse, shape, text } from "../../packages/pricing/src/check.ts";
import type { Check, PriceFileProblem } from "../../packages/pricing/src/check.ts";
import type { HolidayCalendar, PricePeriod } from "../../packages/pricing/src/price-table.ts";
import { publishedPrice } from "../../packages/pricing/src/published-price.ts";
import type { Reading, SourceRow } from "./source-row.ts";

interface OverlayRow {
  readonly model: string;
  readonly aliases?: readonly string[];
  readonly sameAs?: string;
  readonly prices?: readonly PricePeriod[];
  readonly sources: readonly string[];
  readonly sourceKind: string;
  readonly verified: string;
  readonly moved?: string;
  readonly note?: string;
}

interface OverlayFile {
  readonly $schema?: string;
  readonly provider: string;
  readonly rows: readonly OverlayRow[];
}

const WORDS = text("a text", /\S/);
const DAY = text("a date (2026-11-23)", /^\d{4}-\d{2}-\d{2}$/);
const KIND = oneOf("official", "official-snapshot", "secondary", "sources-agree");
const MIN_URL_LENGTH = 8;

/** A price as in a user's file, with the date from which an announcement counts as seen. */
const DATED_PRICE: Check<PricePeriod & { readonly seen?: string }> = (value, key, problems) => {
  const price = publishedPrice(value, key, problems);
  const seen = (value as { readonly verified?: string } | null)?.verified;
  return price === undefined || seen === undefined ? price : { ...price, seen };
};

const ROW_FIELDS = shape<OverlayRow>(
  {
    model: WORDS,
    aliases: list(WORDS),
    sameAs: text("provider/model of an overlay row", /^[a-z0-9_.]+\/.+$/),
    prices: list(DATED_PRICE, 1),
    sources: list(text("a page", new RegExp(`.{${MIN_URL_LENGTH}}`)), 1),
    sourceKind: KIND,
    verified: DAY,
    moved: WORDS,
    note: WORDS,
  },
  ["model", "sources", "sourceKind", "verified"],
);

const ROW: Check<OverlayRow> = (value, key, problems) => {
  const row = ROW_FIELDS(value, key, problems);
  if (row === undefined) return undefined;
  const isOne = (row.prices === undefined) !== (row.sameAs === undefined);
  return isOne ? row : refuse(value, key, problems, "either prices or sameAs");
};

const FILE = shape<OverlayFile>({ $schema: WORDS, provider: WORDS, rows: list(ROW) }, ["provider", "rows"]);

/** Prices seen in force; what is only announced is left out and said. */
function inForce(row: OverlayRow, at: string, remarks: string[]): readonly PricePeriod[] {
  const prices: readonly (PricePeriod & { readonly seen?: string })[] = row.prices ?? [];
  return prices.flatMap(({ seen = row.verified, ...price }) => {
    if (price.from === undefined || price.from.slice(0, 10) <= seen) return [price];
    remarks.push(`${at}: price from ${price.from} is only announced (seen ${seen}): left out`);
    return [];
  });
}

function parseFiles(directory: string): readonly OverlayFile[] {
  const problems: PriceFileProblem[] = [];
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .toSorted();
  const files = names
    .filter((name) => name !== "schema.json" && name !== "calendars.json")
    .map((name) => FILE(JSON.parse(readFileSync(join(directory, name), "utf8")), name, problems));
  if (problems.length > 0) {
    const lines = problems.map(({ key, value, expected }) => `  ${key}: ${value}, expected ${expected}`);
    throw new Error(`overlay: ${problems.length} problems\n${lines.join("\n")}`);
  }
  return files.filter((file) => file !== undefined);
}

/** Reads the hand-checked rows; throws when one of them is malformed, since they decide over everything else. */
export function readOverlay(directory: string): Reading {
  const remarks: string[] = [];
  const files = parseFiles(directory);
  const byName = new Map(files.flatMap(({ provider, rows }) => rows.map((row) => [`${provider}/${row.model}`, row])));
  const rows = files.flatMap(({ provider, rows: listed }) =>
    listed.map((row): SourceRow => {
      const at = `${provider}/${row.model}`;
      const priced = row.sameAs === undefined ? row : byName.get(row.sameAs);
      if (priced?.prices === undefined)
        throw new Error(`overlay: ${at} is the same as ${row.sameAs}, which has no prices`);
      const [url] = row.sources;
      return {
        provider,
        model: row.model,
        ids: [row.model, ...(row.aliases ?? [])].map((id) => id.toLowerCase()),
        prices: inForce(priced, at, remarks),
        source: { name: "overlay", verified: row.verified, ...(url === undefined ? {} : { url }) },
        ...(row.moved === undefined ? {} : { moved: row.moved }),
      };
    }),
  );
  return { rows, remarks };
}

/** Reads the holiday calendars that schedules refer to. */
export function readCalendars(directory: string): Readonly<Record<string, HolidayCalendar>> {
  const file = JSON.parse(readFileSync(join(directory, "calendars.json"), "utf8")) as Record<string, HolidayCalendar>;
  return Object.fromEntries(
    Object.entries(file).map(([name, { from, until, ranges }]) => [name, { from, until, ranges }]),
  );
}
