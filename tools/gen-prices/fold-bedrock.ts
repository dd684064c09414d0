// SPDX-License-Identifier: Apache-2.0
import { withoutDateMarkers } from "../../packages/pricing/src/model-id.ts";
import type { PricePeriod, RegionPrice } from "../../packages/pricing/src/price-table.ts";
import type { SourceRow } from "./source-row.ts";

const PROVIDER = "aws.bedrock";

/** `us.`, `global.` in front of the vendor; `regional.` is how genai-prices calls an id without either. */
const PROFILE = /^(?<region>us-gov|us|eu|apac|jp|au|ca|global|regional)\.(?=[a-z0-9]+\.)/;

/** LiteLLM puts one region's own price under `us-gov-west-1/anthropic.…`. */
const IN_REGION = /^(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\//;

interface Family {
  readonly ids: Set<string>;
  readonly byRegion: Map<string, SourceRow>;
}

function splitRegion(id: string): { readonly region: string; readonly base: string } {
  for (const pattern of [IN_REGION, PROFILE]) {
    const match = pattern.exec(id);
    if (match === null) continue;
    const region = match.groups?.["region"] ?? "";
    return { region: region === "regional" ? "" : region, base: id.slice(match[0].length) };
  }
  return { region: "", base: id };
}

function families(rows: readonly SourceRow[]): readonly Family[] {
  const found = new Map<string, Family>();
  for (const row of rows) {
    for (const id of row.ids) {
      const { region, base } = splitRegion(id);
      const key = withoutDateMarkers(PROVIDER, base);
      const family = found.get(key) ?? { ids: new Set<string>(), byRegion: new Map<string, SourceRow>() };
      family.ids.add(base);
      if (!family.byRegion.has(region)) family.byRegion.set(region, row);
      found.set(key, family);
    }
  }
  return [...found.values()];
}

function regionPrice(own: PricePeriod, base: PricePeriod): RegionPrice {
  const card = {
    rates: own.rates,
    ...(own.context && { context: own.context }),
    ...(own.tiers && { tiers: own.tiers }),
  };
  const same = JSON.stringify(own.rates) === JSON.stringify(base.rates);
  return same ? { multiplier: 1 } : card;
}

/** The price of a region at the time of one of the base's periods: the one that starts with it, else its newest. */
function counterpart(row: SourceRow, base: PricePeriod): PricePeriod | undefined {
  return row.prices.find((price) => price.from === base.from) ?? row.prices[0];
}

function foldFamily({ ids, byRegion }: Family): SourceRow | undefined {
  const base = byRegion.get("") ?? byRegion.get("us") ?? byRegion.get("eu") ?? [...byRegion.values()][0];
  if (base === undefined) return undefined;
  const others = [...byRegion].filter(([region]) => region !== "").toSorted(([a], [b]) => (a < b ? -1 : 1));
  const prices = base.prices.map((price): PricePeriod => {
    const regions = others.flatMap(([region, row]) => {
      const own = counterpart(row, price);
      return own === undefined ? [] : [[region, regionPrice(own, price)] as const];
    });
    const differ = regions.some(([, own]) => !("multiplier" in own));
    return differ ? { ...price, regions: Object.fromEntries(regions) } : price;
  });
  const sorted = [...ids].toSorted();
  const model = sorted.find((id) => id === splitRegion(base.model.toLowerCase()).base) ?? sorted[0] ?? base.model;
  return { ...base, model, ids: sorted, prices };
}

/**
 * Makes one row of what sources list as one model for each Bedrock profile and region: the price without prefix, and
 * regions beside it.
 */
export function foldBedrock(rows: readonly SourceRow[]): readonly SourceRow[] {
  const others = rows.filter((row) => row.provider !== PROVIDER);
  const bedrock = rows.filter((row) => row.provider === PROVIDER);
  return [...others, ...families(bedrock).flatMap((family) => foldFamily(family) ?? [])];
}
