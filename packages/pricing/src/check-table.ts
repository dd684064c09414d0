// SPDX-License-Identifier: Apache-2.0
import { list, mapOf, number, oneOf, refuse, shape, text } from "./check.ts";
import type { Check, PriceFileProblem } from "./check.ts";
import type {
  ContextBand,
  HolidayCalendar,
  PricePeriod,
  PriceRow,
  PriceSchedule,
  PriceSource,
  PriceTable,
  RateCard,
  RegionPrice,
  SearchContextSize,
  TieredCard,
} from "./price-table.ts";
import { RATES_IN_PICO, UNITS_IN_PICO } from "./published-price.ts";

// The compiled form of a table, checked before one that comes from outside is used.

const WHOLE = number("a whole number, not negative", (value) => Number.isSafeInteger(value) && value >= 0);
const DAY = text("a date", /^\d{4}-\d{2}-\d{2}$/);
const MOMENT = text("a UTC date or moment", /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/);
const NAME = text("a name", /\S/);

function pair<T>(item: Check<T>): Check<readonly [T, T]> {
  return (value, key, problems) => {
    const [first, second, ...more] = list(item)(value, key, problems) ?? [];
    if (first === undefined || second === undefined || more.length > 0) return refuse(value, key, problems, "a pair");
    return [first, second];
  };
}

const BAND = shape<ContextBand>({ over: WHOLE, rates: RATES_IN_PICO }, ["over", "rates"]);
const CARD_FIELDS = { rates: RATES_IN_PICO, context: list(BAND), source: WHOLE };
const CARD = shape<RateCard>(CARD_FIELDS, ["rates"]);
const TIERED_CARD = shape<TieredCard>({ ...CARD_FIELDS, tiers: mapOf(CARD) }, ["rates"]);
const MULTIPLIER = shape<{ multiplier: number }>(
  { multiplier: number("a positive factor", (value) => value > 0 && Number.isFinite(value)) },
  ["multiplier"],
);

const REGION: Check<RegionPrice> = (value, key, problems) =>
  typeof value === "object" && value !== null && "multiplier" in value
    ? MULTIPLIER(value, key, problems)
    : TIERED_CARD(value, key, problems);

const FEES = shape<Record<SearchContextSize, number>>({ low: WHOLE, medium: WHOLE, high: WHOLE }, [
  "low",
  "medium",
  "high",
]);

const REQUEST: Check<NonNullable<PricePeriod["request"]>> = (value, key, problems) =>
  typeof value === "number" ? WHOLE(value, key, problems) : FEES(value, key, problems);

const SCHEDULE = shape<PriceSchedule>(
  {
    utcOffsetMinutes: number("minutes", Number.isInteger),
    weekdays: list(WHOLE),
    hours: list(pair(text("a time of day", /^\d{2}:\d{2}$/))),
    exceptCalendar: NAME,
  },
  ["utcOffsetMinutes"],
);

const PERIOD = shape<PricePeriod>(
  {
    ...CARD_FIELDS,
    tiers: mapOf(CARD),
    from: MOMENT,
    until: MOMENT,
    schedule: SCHEDULE,
    regions: mapOf(REGION),
    units: UNITS_IN_PICO,
    variants: mapOf(UNITS_IN_PICO),
    request: REQUEST,
  },
  ["rates"],
);

const ROW: Check<PriceRow> = (value, key, problems) => {
  if (!Array.isArray(value) || value.length !== 3) return refuse(value, key, problems, "model and two indexes");
  const [model, prices, source] = value as readonly unknown[];
  const row = [NAME(model, key, problems), WHOLE(prices, key, problems), WHOLE(source, key, problems)] as const;
  return row.includes(undefined) ? undefined : (row as unknown as PriceRow);
};

const FORMAT: Check<1> = (value, key, problems) => (value === 1 ? 1 : refuse(value, key, problems, "1"));

const TABLE = shape<PriceTable>(
  {
    formatVersion: FORMAT,
    version: NAME,
    date: DAY,
    issued: text("a UTC moment (2026-11-23T16:00:00Z)", /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
    calendars: mapOf(
      shape<HolidayCalendar>({ from: DAY, until: DAY, ranges: list(pair(DAY)) }, ["from", "until", "ranges"]),
    ),
    sources: list(
      shape<PriceSource>({ name: oneOf("overlay", "genai-prices", "litellm"), verified: DAY, url: NAME }, [
        "name",
        "verified",
      ]),
    ),
    prices: list(list(PERIOD, 1)),
    rows: list(ROW),
    providers: mapOf(mapOf(WHOLE)),
  },
  ["formatVersion", "version", "date", "calendars", "sources", "prices", "rows", "providers"],
);

/** Indexes that point past the end of what they index. */
function danglingIndexes(table: PriceTable, problems: PriceFileProblem[]): void {
  for (const [index, [model, prices, source]] of table.rows.entries()) {
    const points = prices < table.prices.length && source < table.sources.length;
    if (!points) refuse(model, `rows[${index}]`, problems, "indexes within the table");
  }
  for (const [provider, ids] of Object.entries(table.providers)) {
    for (const [id, row] of Object.entries(ids)) {
      if (row >= table.rows.length) refuse(row, `providers.${provider}.${id}`, problems, "an index within the table");
    }
  }
}

/**
 * Checks that a value is a price table, whole and consistent.
 *
 * @returns The table, or what is wrong with it; a table with any mistake is none.
 */
export function checkPriceTable(
  value: unknown,
): { readonly table: PriceTable } | { readonly problems: readonly PriceFileProblem[] } {
  const problems: PriceFileProblem[] = [];
  const table = TABLE(value, "", problems);
  if (table !== undefined) danglingIndexes(table, problems);
  return table === undefined || problems.length > 0 ? { problems } : { table };
}
