// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { modelCandidates } from "../../packages/pricing/src/model-id.ts";
import type { PricePeriod, PriceTable } from "../../packages/pricing/src/price-table.ts";
import { periodOn } from "./fill-gaps.ts";

/** What a source that only cross-checks says of a tier, USD per million tokens. */
export interface TierCheck {
  readonly input: number;
  readonly output: number;
}

interface FoundRow {
  readonly model: string;
  readonly prices: readonly PricePeriod[];
}

function findRow(table: PriceTable, provider: string, id: string): FoundRow | undefined {
  for (const candidate of modelCandidates(provider, id)) {
    if (candidate.provider !== provider) continue;
    const [model, prices] = table.rows[table.providers[provider]?.[candidate.id] ?? -1] ?? [];
    if (model !== undefined && prices !== undefined) return { model, prices: table.prices[prices] ?? [] };
  }
  return undefined;
}

function difference(period: PricePeriod, tier: string, check: TierCheck): string | undefined {
  const rates = period.tiers?.[tier]?.rates;
  const theirs = `${check.input} / ${check.output}`;
  if (rates === undefined) return `not in the table, ${theirs} there`;
  const [input, output] = [(rates.input ?? 0) / 1e6, (rates.output ?? 0) / 1e6];
  return input === check.input && output === check.output ? undefined : `${input} / ${output}, ${theirs} there`;
}

/**
 * Compares the table's service tiers with a source that is not compiled in.
 *
 * @param file - Reduced copy: `provider/model` to tiers.
 * @param snapshot - Day on which the copy was taken.
 * @returns A line for each tier of a listed model that is missing or different: input / output, USD per million tokens.
 */
export function checkTiers(table: PriceTable, source: string, file: string, snapshot: string): readonly string[] {
  const checks = JSON.parse(readFileSync(file, "utf8")) as Readonly<
    Record<string, Readonly<Record<string, TierCheck>>>
  >;
  const lines = Object.entries(checks).flatMap(([key, tiers]) => {
    const provider = key.slice(0, key.indexOf("/"));
    const row = findRow(table, provider, key.slice(provider.length + 1));
    const period = row === undefined ? undefined : periodOn(row.prices, snapshot);
    if (row === undefined || period === undefined) return [];
    return Object.entries(tiers).flatMap(([tier, check]) => {
      const found = difference(period, tier, check);
      return found === undefined ? [] : [`${provider}/${row.model} ${tier}: ${found} (${source})`];
    });
  });
  return [...new Set(lines)];
}
