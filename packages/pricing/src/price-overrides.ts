// SPDX-License-Identifier: Apache-2.0
import { list, mapOf, number, refuse, shape, text } from "./check.ts";
import type { Check, PriceFileProblem } from "./check.ts";
import type { HolidayCalendar, PricePeriod } from "./price-table.ts";
import { publishedPrice } from "./published-price.ts";

/** Another name for a listed model: an Azure deployment, a Bedrock application profile, a router's nickname. */
export interface ModelAlias {
  /** Only for calls to this provider. Absent: to any. */
  readonly provider?: string;
  readonly model: string;
  readonly use: { readonly provider?: string; readonly model: string };
}

/** A user's own price of a model, or a factor over the listed one. */
export interface ModelOverride {
  /** Provider name, or a glob with `*`. Absent: any. */
  readonly provider?: string;
  /** Model id, or a glob with `*`. */
  readonly model: string;
  /** Prices in place of the listed ones, newest first. */
  readonly prices?: readonly PricePeriod[];
  /** Factor over everything the model costs: 0.85 is 15 % off. */
  readonly multiplier?: number;
}

/** A factor over everything that calls with an attribute value cost. */
export interface TenantOverride {
  /** Attribute of the operation, such as `tenant.id`. */
  readonly attribute: string;
  readonly value: string;
  readonly multiplier: number;
}

/** A currency to show beside USD. */
export interface DisplayCurrency {
  /** ISO 4217. */
  readonly code: string;
  /** Units of the currency for one USD. */
  readonly perUsd: number;
}

/** A user's own prices; the first rule that matches a model wins, above every other source. */
export interface PriceOverrides {
  readonly aliases: readonly ModelAlias[];
  readonly models: readonly ModelOverride[];
  readonly tenants: readonly TenantOverride[];
  readonly calendars: Readonly<Record<string, HolidayCalendar>>;
  readonly currency?: DisplayCurrency;
}

/** Name of the source of a user's own price. */
export const OVERRIDE = "override";

/** Overrides that change nothing. */
export const NO_OVERRIDES: PriceOverrides = { aliases: [], models: [], tenants: [], calendars: {} };

const NAME = text("a name", /\S/);
const DAY = text("a date (2026-11-23)", /^\d{4}-\d{2}-\d{2}$/);
const FACTOR = number("a factor above 0, at most 1000", (value) => value > 0 && value <= 1000);

const ALIAS = shape<ModelAlias>(
  {
    provider: NAME,
    model: NAME,
    use: shape<{ provider?: string; model: string }>({ provider: NAME, model: NAME }, ["model"]),
  },
  ["model", "use"],
);

const MODEL_FIELDS = shape<ModelOverride>(
  { provider: NAME, model: NAME, prices: list(publishedPrice, 1), multiplier: FACTOR },
  ["model"],
);

const MODEL: Check<ModelOverride> = (value, key, problems) => {
  const rule = MODEL_FIELDS(value, key, problems);
  if (rule === undefined) return undefined;
  if (rule.prices === undefined && rule.multiplier === undefined) {
    return refuse(value, key, problems, "prices, a multiplier, or both");
  }
  return rule;
};

const TENANT = shape<TenantOverride>({ attribute: NAME, value: NAME, multiplier: FACTOR }, [
  "attribute",
  "value",
  "multiplier",
]);

const RANGE: Check<readonly [string, string]> = (value, key, problems) => {
  const [first, last, ...more] = list(DAY)(value, key, problems) ?? [];
  if (first === undefined || last === undefined || more.length > 0) return refuse(value, key, problems, "two dates");
  return [first, last];
};

const CALENDAR = shape<HolidayCalendar>({ from: DAY, until: DAY, ranges: list(RANGE) }, ["from", "until", "ranges"]);

const CURRENCY = shape<DisplayCurrency>(
  { code: text("an ISO 4217 code", /^[A-Z]{3}$/), perUsd: number("units for one USD", (value) => value > 0) },
  ["code", "perUsd"],
);

const OVERRIDES = shape<Partial<PriceOverrides>>({
  aliases: list(ALIAS),
  models: list(MODEL),
  tenants: list(TENANT),
  calendars: mapOf(CALENDAR),
  currency: CURRENCY,
});

/**
 * Reads a user's price file: amounts as providers publish them, in USD per million tokens, per unit, per call.
 *
 * @param value - Parsed JSON.
 * @returns The overrides without whatever was wrong, and each problem by key, value and what was expected.
 */
export function parsePriceOverrides(value: unknown): {
  readonly overrides: PriceOverrides;
  readonly problems: readonly PriceFileProblem[];
} {
  const problems: PriceFileProblem[] = [];
  const read = OVERRIDES(value, "", problems);
  return { overrides: { ...NO_OVERRIDES, ...read }, problems };
}
