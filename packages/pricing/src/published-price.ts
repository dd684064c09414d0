// SPDX-License-Identifier: Apache-2.0
import { list, mapOf, number, oneOf, refuse, shape, text } from "./check.ts";
import type { Check, Fields, PriceFileProblem } from "./check.ts";
import { PICO_PER_TOKEN_FOR_USD_PER_MTOK, PICO_PER_USD } from "./money.ts";
import type {
  ContextBand,
  PricePeriod,
  PriceSchedule,
  RateCard,
  RegionPrice,
  SearchContextSize,
  TieredCard,
  TokenRates,
  UnitRates,
} from "./price-table.ts";
import { TOKEN_CATEGORIES } from "./rate-vector.ts";
import { UNIT_NAMES } from "./unit-charges.ts";

// Prices as providers publish them (USD per million tokens, per search, per hour) become whole pico-USD here, once.

function picoFrom(value: number, scale: number): number | undefined {
  const pico = Math.round(value * scale);
  const offBy = Math.abs(value * scale - pico);
  return Number.isSafeInteger(pico) && pico >= 0 && offBy < 1e-4 ? pico : undefined;
}

function usd(expected: string, scale: number): Check<number> {
  return (value, key, problems) => {
    const pico = typeof value === "number" && value >= 0 ? picoFrom(value, scale) : undefined;
    return pico ?? refuse(value, key, problems, expected);
  };
}

const RATE = usd("USD per million tokens, at most 6 decimals, not negative", PICO_PER_TOKEN_FOR_USD_PER_MTOK);
const AMOUNT = usd("USD, at most 12 decimals, not negative", PICO_PER_USD);
const MOMENT = text(
  "a UTC date or moment (2026-11-23, 2026-11-23T16:00:00Z)",
  /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/,
);
const CLOCK = text("a time of day (09:00)", /^(?:[01]\d|2[0-3]):[0-5]\d$/);
const ANYTHING: Check<unknown> = (value) => value ?? null;

function fieldsFrom<T>(names: readonly string[], check: Check<unknown>): Fields<T> {
  return Object.fromEntries(names.map((name) => [name, check])) as unknown as Fields<T>;
}

const RATE_NAMES = TOKEN_CATEGORIES.map((category) => category.rate);

const RATES: Check<TokenRates> = shape<TokenRates>(fieldsFrom(RATE_NAMES, RATE));
const PICO = number("whole pico-USD, not negative", (value) => Number.isSafeInteger(value) && value >= 0);

/** Rates as the compiled table holds them. */
export const RATES_IN_PICO: Check<TokenRates> = shape<TokenRates>(fieldsFrom(RATE_NAMES, PICO));

const UNIT_BATCH = shape<{ usd: number; per: number }>(
  { usd: AMOUNT, per: number("a whole number of units", (value) => Number.isSafeInteger(value) && value > 0) },
  ["usd", "per"],
);

const UNIT: Check<number | readonly [number, number]> = (value, key, problems) => {
  if (typeof value === "number") return AMOUNT(value, key, problems);
  const batch = UNIT_BATCH(value, key, problems);
  if (batch === undefined) return undefined;
  return batch.usd % batch.per === 0 ? batch.usd / batch.per : [batch.usd, batch.per];
};

const UNIT_IN_PICO: Check<number | readonly [number, number]> = (value, key, problems) => {
  if (typeof value === "number") return PICO(value, key, problems);
  const [picoUsd, per, ...more] = list(PICO, 2)(value, key, problems) ?? [];
  if (picoUsd === undefined || !per || more.length > 0)
    return refuse(value, key, problems, "pico-USD and a number of units");
  return [picoUsd, per];
};

/** Units as the compiled table holds them. */
export const UNITS_IN_PICO: Check<UnitRates> = shape<UnitRates>(fieldsFrom(UNIT_NAMES, UNIT_IN_PICO));

interface PublishedBand {
  readonly over?: number;
  readonly atLeast?: number;
  readonly rates: TokenRates;
}

const TOKENS = number("a whole number of tokens", (value) => Number.isSafeInteger(value) && value > 0);
const PUBLISHED_BAND = shape<PublishedBand>({ over: TOKENS, atLeast: TOKENS, rates: RATES }, ["rates"]);

/** `atLeast: 200000` and `over: 199999` are the same bound. */
const BAND: Check<ContextBand> = (value, key, problems) => {
  const band = PUBLISHED_BAND(value, key, problems);
  if (band === undefined) return undefined;
  const { over, atLeast, rates } = band;
  if (over !== undefined && atLeast === undefined) return { over, rates };
  if (atLeast !== undefined && over === undefined) return { over: atLeast - 1, rates };
  return refuse(value, key, problems, "either over or atLeast");
};

const CONTEXT: Check<readonly ContextBand[]> = (value, key, problems) => {
  const bands = list(BAND)(value, key, problems);
  const ascending = bands?.every((band, index) => index === 0 || band.over > (bands[index - 1]?.over ?? 0));
  return ascending === false ? refuse(value, key, problems, "bands in ascending order") : bands;
};

const NO_INDEX: Check<number> = (value, key, problems) => refuse(value, key, problems, "not to be given");
const CARD_FIELDS = { rates: RATES, context: CONTEXT, source: NO_INDEX };
const CARD = shape<RateCard>(CARD_FIELDS, ["rates"]);
const TIERS = shape<Record<string, RateCard>>(fieldsFrom(["batch", "flex", "priority", "fast", "scale"], CARD));
const TIERED_CARD = shape<TieredCard>({ ...CARD_FIELDS, tiers: TIERS }, ["rates"]);
const FACTOR = number("a positive factor, at most 9 decimals", (value) => value > 0 && Number.isFinite(value));
const MULTIPLIER = shape<{ multiplier: number }>({ multiplier: FACTOR }, ["multiplier"]);

const REGION: Check<RegionPrice> = (value, key, problems) =>
  typeof value === "object" && value !== null && "multiplier" in value
    ? MULTIPLIER(value, key, problems)
    : TIERED_CARD(value, key, problems);

const FEES = shape<Record<SearchContextSize, number>>({ low: AMOUNT, medium: AMOUNT, high: AMOUNT }, [
  "low",
  "medium",
  "high",
]);

const REQUEST: Check<number | Readonly<Record<SearchContextSize, number>>> = (value, key, problems) =>
  typeof value === "number" ? AMOUNT(value, key, problems) : FEES(value, key, problems);

const HOURS: Check<readonly [string, string]> = (value, key, problems) => {
  const [from, to, ...more] = list(CLOCK)(value, key, problems) ?? [];
  if (from === undefined || to === undefined || more.length > 0)
    return refuse(value, key, problems, "two times of day");
  return [from, to];
};

const SCHEDULE = shape<PriceSchedule>(
  {
    utcOffsetMinutes: number("minutes from UTC", (value) => Number.isInteger(value) && Math.abs(value) <= 840),
    weekdays: list(number("1 (Monday) to 7 (Sunday)", (value) => Number.isInteger(value) && value >= 1 && value <= 7)),
    hours: list(HOURS),
    exceptCalendar: text("the name of a calendar", /^[\w-]+$/),
  },
  ["utcOffsetMinutes"],
);

const UNIT_USD = shape<UnitRates>(fieldsFrom(UNIT_NAMES, UNIT));

interface PublishedPrice extends TieredCard {
  readonly from?: string;
  readonly until?: string;
  readonly schedule?: PriceSchedule;
  readonly regions?: NonNullable<PricePeriod["regions"]>;
  readonly unitUsd?: NonNullable<PricePeriod["units"]>;
  readonly variantUsd?: NonNullable<PricePeriod["variants"]>;
  readonly requestUsd?: NonNullable<PricePeriod["request"]>;
  readonly sources?: unknown;
  readonly sourceKind?: string;
  readonly verified?: string;
  readonly note?: string;
}

const PUBLISHED_PRICE = shape<PublishedPrice>(
  {
    ...CARD_FIELDS,
    tiers: TIERS,
    from: MOMENT,
    until: MOMENT,
    schedule: SCHEDULE,
    regions: mapOf(REGION),
    unitUsd: UNIT_USD,
    variantUsd: mapOf(UNIT_USD),
    requestUsd: REQUEST,
    sources: ANYTHING,
    sourceKind: oneOf("official", "official-snapshot", "secondary", "sources-agree"),
    verified: MOMENT,
    note: text("a text", /./),
  },
  ["rates"],
);

/** Reads one price as published (USD) into the table's form (pico-USD). */
export const publishedPrice: Check<PricePeriod> = (value, key, problems: PriceFileProblem[]) => {
  const price = PUBLISHED_PRICE(value, key, problems);
  if (price === undefined) return undefined;
  const {
    unitUsd,
    variantUsd,
    requestUsd,
    sources: _sources,
    sourceKind: _kind,
    verified: _verified,
    note: _note,
    ...rest
  } = price;
  return {
    ...rest,
    ...(unitUsd === undefined ? {} : { units: unitUsd }),
    ...(variantUsd === undefined ? {} : { variants: variantUsd }),
    ...(requestUsd === undefined ? {} : { request: requestUsd }),
  };
};
