// SPDX-License-Identifier: Apache-2.0
import type { Usage, UsageUnits } from "@outlay/core";

import { isCount } from "./token-slots.ts";
import type { PriceProblem } from "./cost.ts";
import { multiplyRatios } from "./money.ts";
import type { Ratio } from "./money.ts";
import type { PricePeriod, SearchContextSize, UnitName, UnitRates } from "./price-table.ts";

/** The line of the bill that each unit is on. */
export const UNIT_PARTS: Readonly<Record<UnitName, "tools" | "media">> = {
  webSearchRequests: "tools",
  webFetchRequests: "tools",
  fileSearchRequests: "tools",
  codeExecutionSessions: "tools",
  codeExecutionSeconds: "tools",
  cacheStorageTokenSeconds: "tools",
  groundedRequests: "tools",
  mediaSeconds: "media",
  images: "media",
  characters: "media",
  searchUnits: "media",
};

/** Everything that is billed by piece or time. */
export const UNIT_NAMES: readonly UnitName[] = Object.keys(UNIT_PARTS) as UnitName[];

/** Times are counted in thousandths, so that every count is whole. */
const THOUSANDTHS: Ratio = { numerator: 1, denominator: 1000 };
const TIMES: ReadonlySet<UnitName> = new Set(["mediaSeconds", "codeExecutionSeconds"]);

/** Whether a count of a unit is in thousandths of a second. */
export function isTime(name: UnitName): boolean {
  return TIMES.has(name);
}

/** Something billed beside tokens. */
export interface UnitCharge {
  readonly part: "tools" | "media" | "request";
  readonly counted: UnitName | "request";
  /** Whole; thousandths of a second where `counted` is a time. */
  readonly count: number;
  /** pico-USD for one, or for as many as `factor` divides by; 0 with a problem where nothing is published. */
  readonly rate: number;
  readonly factor?: Ratio | undefined;
  readonly problem?: PriceProblem;
}

function requestFee(fee: NonNullable<PricePeriod["request"]>, size: SearchContextSize | undefined): UnitCharge {
  const charge = { part: "request", counted: "request", count: 1 } as const;
  if (typeof fee === "number") return { ...charge, rate: fee };
  if (size !== undefined) return { ...charge, rate: fee[size] };
  return { ...charge, rate: fee.low, problem: "search_context_assumed_low" };
}

/** Words that ask for the provider's default. */
export const DEFAULT_KIND: ReadonlySet<string> = new Set(["auto", "default", "standard", ""]);

/** The kind of image or video by which a price list may go: `hd 1024x1792`; empty is the provider's default. */
function mediaKind({ mediaQuality = "auto", mediaSize = "auto" }: UsageUnits): string {
  const words = [mediaQuality, mediaSize].map((word) => word.trim().toLowerCase());
  return words.filter((word) => !DEFAULT_KIND.has(word)).join(" ");
}

interface ListedRate {
  readonly rate: UnitRates[UnitName];
  readonly problem?: PriceProblem;
}

/** The rate of a unit, by size and quality where that makes a price. */
function listedRate(name: UnitName, units: UsageUnits, { units: rates, variants = {} }: PricePeriod): ListedRate {
  const rate = rates?.[name];
  if (!Object.values(variants).some((own) => own[name] !== undefined)) return { rate };
  const kind = mediaKind(units);
  const own = Object.hasOwn(variants, kind) ? variants[kind]?.[name] : undefined;
  if (own !== undefined) return { rate: own };
  const isTold = kind === "" && (units.mediaSize ?? units.mediaQuality) !== undefined;
  return isTold ? { rate } : { rate, problem: "media_kind_assumed" };
}

function unitCharge(name: UnitName, value: number, units: UsageUnits, price: PricePeriod): UnitCharge | undefined {
  const charge = { part: UNIT_PARTS[name], counted: name } as const;
  const timed = isTime(name);
  const count = timed ? Math.round(value * THOUSANDTHS.denominator) : value;
  if (!isCount(count)) return { ...charge, count: 0, rate: 0, problem: "not_a_count" };
  if (count === 0) return undefined;
  const { rate: listed, problem } = listedRate(name, units, price);
  if (listed === undefined) return { ...charge, count, rate: 0, problem: `no_rate.${name}` };
  const [rate, per] = typeof listed === "number" ? [listed, 1] : listed;
  const divided = per === 1 ? undefined : { numerator: 1, denominator: per };
  const factor = timed ? multiplyRatios(THOUSANDTHS, divided) : divided;
  return { ...charge, count, rate, factor, ...(problem === undefined ? {} : { problem }) };
}

/** Everything of a call that is billed by piece, by time, or by the call itself. */
export function unitCharges(
  usage: Usage,
  price: PricePeriod,
  searchContextSize: SearchContextSize | undefined,
): readonly UnitCharge[] {
  const { units } = usage;
  const charges: UnitCharge[] = [];
  if (units !== undefined) {
    for (const name of UNIT_NAMES) {
      const value = units[name];
      const charge = value === undefined ? undefined : unitCharge(name, value, units, price);
      if (charge !== undefined) charges.push(charge);
    }
  }
  if (price.request !== undefined) charges.push(requestFee(price.request, searchContextSize));
  return charges;
}
