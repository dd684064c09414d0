// SPDX-License-Identifier: Apache-2.0
import type { PriceEngine, PricePeriod, PriceProblem, PriceSource, PriceTable } from "@outlay/pricing";

import { nearNames } from "../view/near-names.ts";

/** A price list that calls of a model are billed by. */
export interface Listing {
  /** Provider of the calls. */
  readonly provider: string;
  /** Whose price list it is; another one's where a provider sells at the maker's prices. */
  readonly listedBy: string;
  /** Id of the row. */
  readonly model: string;
  readonly source: PriceSource;
  readonly prices: readonly PricePeriod[];
  /** The one of them that holds at the moment that was asked for. */
  readonly current: PricePeriod | undefined;
  readonly problems: readonly PriceProblem[];
}

/** What is asked of the price table. */
export interface ListingQuery {
  readonly model: string;
  readonly provider?: string | undefined;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** A listed model whose name is like one that is unknown. */
export interface NearMiss {
  readonly provider: string;
  readonly model: string;
}

const OTHERS_PRICE = "priced_as_other_provider";
const ANY_MODEL = "*";
const MOST_NEAR_MISSES = 6;

/** Providers whose lists name models: one price for whatever model says nothing of the one that is looked for. */
export function listedProviders({ providers }: PriceTable): readonly string[] {
  return Object.keys(providers).filter((provider) => !Object.hasOwn(providers[provider] ?? {}, ANY_MODEL));
}

/** Finds every price list that has a model; of one provider, or of all. */
export function findListings(engine: PriceEngine, query: ListingQuery): readonly Listing[] {
  const asked = query.provider === undefined ? listedProviders(engine.table) : [query.provider];
  const found = asked.flatMap((provider) => listingOf(engine, provider, query) ?? []);
  // A router, or a cloud that sells at list price, adds nothing when the maker is there itself.
  const own = found.filter(({ problems }) => !problems.includes(OTHERS_PRICE));
  return query.provider === undefined && own.length > 0 ? own : unique(found);
}

function listingOf(engine: PriceEngine, provider: string, { model, atMs }: ListingQuery): Listing | undefined {
  const listed = engine.find(provider, model)?.listed;
  if (listed === undefined) return undefined;
  // A call that used nothing costs nothing, but is priced: it tells which price holds.
  const usage = { inputTokens: 0, outputTokens: 0 };
  const { cost, price } = engine.explain({ provider, requestModel: model, startTimeMs: atMs, usage });
  const { source, prices } = listed;
  const { provider: listedBy, model: id } = listed;
  const { problems } = cost;
  const seller = problems.includes(OTHERS_PRICE) ? provider : listedBy;
  return { provider: seller, listedBy, model: id, source, prices, current: price, problems };
}

function unique(listings: readonly Listing[]): readonly Listing[] {
  return [...new Map(listings.map((listing) => [`${listing.listedBy} ${listing.model}`, listing])).values()];
}

/** Finds listed models with names like one that is unknown; other providers' count when the provider's own do not. */
export function nearMisses(table: PriceTable, query: Pick<ListingQuery, "model" | "provider">): readonly NearMiss[] {
  const provider = query.provider?.toLowerCase() ?? "";
  const own = Object.hasOwn(table.providers, provider) ? nearOf(table, [provider], query.model) : [];
  return own.length > 0 ? own : nearOf(table, Object.keys(table.providers), query.model);
}

function nearOf(table: PriceTable, providers: readonly string[], model: string): readonly NearMiss[] {
  const owners = new Map<string, string>();
  for (const provider of providers) {
    for (const id of Object.keys(table.providers[provider] ?? {})) if (!owners.has(id)) owners.set(id, provider);
  }
  return nearNames(model, owners.keys(), MOST_NEAR_MISSES).map((id) => ({ provider: owners.get(id) ?? "", model: id }));
}
