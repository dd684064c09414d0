// SPDX-License-Identifier: Apache-2.0
import type { MatchedBy, PriceProblem, PriceQuery } from "./cost.ts";
import { multiplyRatios, ratioFromDecimal } from "./money.ts";
import type { Ratio } from "./money.ts";
import type { CardChoice, EntryPeriod, PriceEntry } from "./price-entry.ts";
import type { PriceIndex } from "./price-index.ts";
import type { TenantOverride } from "./price-overrides.ts";
import type { PricePeriod } from "./price-table.ts";
import { hostFacts } from "./provider-name.ts";
import type { HostFacts } from "./provider-name.ts";

/** Everything that the table says about one call. */
export interface Selection {
  readonly entry: PriceEntry;
  readonly matchedBy: MatchedBy;
  readonly price: PricePeriod;
  readonly card: CardChoice;
  /** A user's factor over everything: of the model and of the tenant. */
  readonly factor: Ratio | undefined;
  /** The region's factor on top of it, over tokens only. */
  readonly tokenFactor: Ratio | undefined;
  /** What is doubtful about the moment. */
  readonly timeProblem: PriceProblem | undefined;
}

/** Hosts remembered; a program talks to a handful. */
const MAX_HOSTS = 1024;

/** Beyond this no date exists (ECMA-262, time values). */
const MAX_TIME_MS = 8.64e15;

const hosts = new Map<string, HostFacts | null>();

function knownHost(serverAddress: string): HostFacts | null {
  const known = hosts.get(serverAddress);
  if (known !== undefined) return known;
  if (hosts.size >= MAX_HOSTS) hosts.clear();
  const facts = hostFacts(serverAddress) ?? null;
  hosts.set(serverAddress, facts);
  return facts;
}

function tenantFactor(tenants: readonly TenantOverride[], query: PriceQuery): Ratio | undefined {
  const tenant = tenants.find((rule) => query.attributes?.[rule.attribute] === rule.value);
  return tenant === undefined ? undefined : ratioFromDecimal(tenant.multiplier);
}

function moment(startTimeMs: number): number {
  return Math.abs(startTimeMs) <= MAX_TIME_MS ? startTimeMs : Number.NaN;
}

function factsOf(query: PriceQuery): HostFacts | null {
  return query.serverAddress === undefined ? null : knownHost(query.serverAddress);
}

/** Whose price list holds: the host decides where it is known, since clients lend their name to other vendors. */
export function billingProvider(query: PriceQuery): string {
  return factsOf(query)?.provider ?? query.provider;
}

function regionOf(query: PriceQuery, entry: PriceEntry): string {
  return entry.idRegion || query.region || factsOf(query)?.region || "";
}

function chooseCard(query: PriceQuery, entry: PriceEntry, period: EntryPeriod): CardChoice {
  const region = regionOf(query, entry);
  const tier = query.serviceTier ?? "";
  return region === "" && tier === "" ? period.standard : period.choose(tier, region);
}

function select(index: PriceIndex, query: PriceQuery, entry: PriceEntry, matchedBy: MatchedBy): Selection | undefined {
  const timeMs = moment(query.startTimeMs);
  const choice = entry.periodAt(timeMs);
  if (choice === undefined) return undefined;
  const card = chooseCard(query, entry, choice.period);
  const { tenants } = index.overrides;
  const factor = tenants.length === 0 ? entry.factor : multiplyRatios(entry.factor, tenantFactor(tenants, query));
  const tokenFactor = card.factor === undefined ? factor : multiplyRatios(factor, card.factor);
  const timeProblem = Number.isNaN(timeMs) ? "time_unknown" : choice.problem;
  return { entry, matchedBy, price: choice.period.price, card, factor, tokenFactor, timeProblem };
}

/**
 * Selects price, card and factors of a call: by response model, else by request model.
 *
 * @returns `undefined` when neither model is listed.
 */
export function selectPrice(index: PriceIndex, query: PriceQuery): Selection | undefined {
  const provider = billingProvider(query);
  const { responseModel, requestModel } = query;
  const served = responseModel === undefined ? undefined : index.find(provider, responseModel);
  if (served !== undefined) return select(index, query, served, "response");
  const asked = requestModel === undefined ? undefined : index.find(provider, requestModel);
  return asked === undefined ? undefined : select(index, query, asked, "request");
}
