// SPDX-License-Identifier: Apache-2.0
import { STATUS_OF } from "../../packages/pricing/src/cost-status.ts";
import {
  BEDROCK_ID,
  FINE_TUNES,
  FREE_VARIANT,
  MARKERS,
  OWN_SERVER,
  PASSED_ON,
  VENDOR_PREFIX,
  WRAPPINGS,
} from "../../packages/pricing/src/model-id.ts";
import type { Wrapping } from "../../packages/pricing/src/model-id.ts";
import { SOURCE_REGIONS } from "../../packages/pricing/src/price-entry.ts";
import { LIST_PRICE_OF, ROUTERS } from "../../packages/pricing/src/price-index.ts";
import { HOSTS, PROVIDER_ALIASES } from "../../packages/pricing/src/provider-name.ts";
import { TOKEN_CATEGORIES } from "../../packages/pricing/src/rate-vector.ts";
import { CLOUD_REGION, EVERYWHERE, SEPARATE_CLOUD, TIER_WORDS } from "../../packages/pricing/src/tier-region.ts";
import { DEFAULT_KIND, UNIT_NAMES, UNIT_PARTS, isTime } from "../../packages/pricing/src/unit-charges.ts";
import { goPattern } from "./go-pattern.ts";
import type { GoPattern } from "./go-pattern.ts";

function wrapping({ pattern, providers, problem }: Wrapping): object {
  return { pattern: goPattern(pattern), providers, problem };
}

function patternsOf(patterns: Readonly<Record<string, RegExp>>): Record<string, GoPattern> {
  return Object.fromEntries(Object.entries(patterns).map(([name, pattern]) => [name, goPattern(pattern)]));
}

/** What the price engine knows of names of providers, hosts and models. */
export function nameTables(): object {
  return {
    providerAliases: PROVIDER_ALIASES,
    hosts: HOSTS.map(({ pattern, provider }) => ({ pattern: goPattern(pattern), provider })),
    wrappings: WRAPPINGS.map(wrapping),
    markers: MARKERS.map(wrapping),
    fineTunes: FINE_TUNES.map(goPattern),
    vendorPrefix: goPattern(VENDOR_PREFIX),
    bedrockId: goPattern(BEDROCK_ID),
    freeVariant: FREE_VARIANT,
    ownServer: OWN_SERVER,
    passedOn: goPattern(PASSED_ON),
    listPriceOf: LIST_PRICE_OF,
    routers: [...ROUTERS],
  };
}

/** What the price engine knows of categories, units, tiers and regions. */
export function priceRules(): object {
  return {
    categories: TOKEN_CATEGORIES,
    units: UNIT_NAMES.map((name) => ({ name, part: UNIT_PARTS[name], isTime: isTime(name) })),
    defaultMediaKinds: [...DEFAULT_KIND],
    statusOfProblem: STATUS_OF,
    tierWords: TIER_WORDS,
    everywhere: [...EVERYWHERE],
    separateCloud: goPattern(SEPARATE_CLOUD),
    cloudRegion: goPattern(CLOUD_REGION),
    sourceRegions: patternsOf(SOURCE_REGIONS),
  };
}
