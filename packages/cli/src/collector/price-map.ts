// SPDX-License-Identifier: Apache-2.0
import { canonicalProvider } from "@outlay/pricing";
import type { PriceEngine, PriceOverrides } from "@outlay/pricing";

import { priceRow } from "./price-row.ts";
import type { PriceRow } from "./price-row.ts";

/** Rows by provider and model name, in lower case. */
export type PriceMap = Readonly<Record<string, Readonly<Record<string, PriceRow>>>>;

/** What a price map is made from. */
export interface PriceMapSource {
  readonly engine: PriceEngine;
  readonly overrides: PriceOverrides | undefined;
  /** Globs; a model is in the map if one of them matches its name. Absent: every model. */
  readonly models?: readonly string[] | undefined;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** Sellers of others' models, whose names the engine finds in the makers' lists. */
const SELLERS: Readonly<Record<string, readonly string[]>> = {
  "azure.ai.openai": ["openai"],
  "azure.ai.inference": ["azure.ai.openai", "openai"],
  "gcp.vertex_ai": ["gcp.gemini"],
};

/** Every model under every name that it is listed by, in a stable order. */
export function priceMap({ engine, overrides, models, atMs }: PriceMapSource): PriceMap {
  const isWanted = matcher(models);
  const map: Record<string, Record<string, PriceRow>> = {};
  for (const [provider, names] of namesByProvider(engine, overrides)) {
    const rows: Record<string, PriceRow> = {};
    for (const name of names.filter(isWanted)) {
      const entry = engine.find(provider, name);
      const row = entry === undefined ? undefined : priceRow(entry, atMs);
      if (row !== undefined) rows[name] = row;
    }
    if (Object.keys(rows).length > 0) map[provider] = rows;
  }
  return map;
}

function namesByProvider(
  { table }: PriceEngine,
  overrides: PriceOverrides | undefined,
): readonly (readonly [provider: string, names: readonly string[]])[] {
  const providers = Object.keys(table.providers).toSorted();
  return providers.map((provider) => {
    const names = new Set(namesOf(table.providers, provider));
    for (const maker of SELLERS[provider] ?? []) for (const name of namesOf(table.providers, maker)) names.add(name);
    for (const name of ownNames(overrides, provider)) names.add(name);
    return [provider, [...names].toSorted()] as const;
  });
}

function namesOf(providers: PriceEngine["table"]["providers"], provider: string): readonly string[] {
  return Object.keys(providers[provider] ?? {});
}

/** Names that only the user has: aliases, and models that no list has. Globs have no names. */
function ownNames(overrides: PriceOverrides | undefined, provider: string): readonly string[] {
  const named = [...(overrides?.aliases ?? []), ...(overrides?.models ?? [])];
  return named
    .filter((one) => isOf(one.provider, provider) && !one.model.includes("*"))
    .map((one) => one.model.toLowerCase());
}

function isOf(named: string | undefined, provider: string): boolean {
  return named === undefined || named.includes("*") || canonicalProvider(named) === provider;
}

/** Whether a name fits one of the globs; a row for whatever name always does. */
function matcher(globs: readonly string[] | undefined): (name: string) => boolean {
  if (globs === undefined) return () => true;
  const patterns = globs.map((glob) => {
    const escaped = glob.toLowerCase().replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*")}$`);
  });
  return (name) => name.startsWith("*") || patterns.some((pattern) => pattern.test(name));
}
