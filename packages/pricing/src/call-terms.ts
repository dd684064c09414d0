// SPDX-License-Identifier: Apache-2.0
import type { MatchedBy, PriceQuery } from "./cost.ts";
import { ratioFromDecimal } from "./money.ts";
import type { Ratio } from "./money.ts";
import type { PriceEntry } from "./price-entry.ts";
import type { PriceIndex } from "./price-index.ts";
import type { TenantOverride } from "./price-overrides.ts";
import { hostFacts } from "./provider-name.ts";
import type { HostFacts } from "./provider-name.ts";
import { withFactor } from "./terms.ts";
import type { Terms } from "./terms.ts";

/** Hosts remembered; a program talks to a handful. */
const MAX_HOSTS = 1024;

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

function factsOf(query: PriceQuery): HostFacts | null {
  return query.serverAddress === undefined ? null : knownHost(query.serverAddress);
}

/** Whose price list holds: the host decides where it is known, since clients lend their name to other vendors. */
export function billingProvider(query: PriceQuery): string {
  return factsOf(query)?.provider ?? query.provider;
}

/** The price of the model that served the call, or of the one asked for. */
export function findPrice(index: PriceIndex, query: PriceQuery, matchedBy: MatchedBy): PriceEntry | undefined {
  const model = matchedBy === "response" ? query.responseModel : query.requestModel;
  return model === undefined ? undefined : index.find(billingProvider(query), model);
}

/** The terms of a call at a price: its moment, tier, region and tenant. */
export function callTerms(index: PriceIndex, query: PriceQuery, entry: PriceEntry): Terms | undefined {
  const region = entry.regionOf(query.region || factsOf(query)?.region || "");
  const terms = entry.terms(query.startTimeMs, query.serviceTier ?? "", region);
  const { tenants } = index.overrides;
  if (tenants.length === 0 || terms === undefined) return terms;
  const factor = tenantFactor(tenants, query);
  return factor === undefined ? terms : withFactor(terms, factor);
}
