// SPDX-License-Identifier: Apache-2.0

/** Vendors' words for a service tier, by the tier whose card they mean. `standard` has no card of its own. */
export const TIER_WORDS: Readonly<Record<string, string>> = {
  "": "standard",
  auto: "standard",
  default: "standard",
  standard: "standard",
  standard_only: "standard",
  on_demand: "standard",
  "on-demand": "standard",
  on_demand_flex: "flex",
  on_demand_priority: "priority",
  batch_api: "batch",
};

/** Name of the tier's card. `fast` is Anthropic's mode, and OpenAI's newer word for `priority`. */
export function tierFromWord(word: string, listed: Readonly<Record<string, unknown>> | undefined): string {
  const lower = word.toLowerCase();
  const tier = TIER_WORDS[lower] ?? lower;
  if (tier === "fast" && listed?.["fast"] === undefined && listed?.["priority"] !== undefined) return "priority";
  return tier;
}

/** Words for no region in particular. */
export const EVERYWHERE: ReadonlySet<string> = new Set(["", "global", "default", "not_available", "unknown", "none"]);

/** Clouds apart from the commercial ones, where a published uplift is the rule. */
export const SEPARATE_CLOUD: RegExp = /^(?:us-gov|cn)(?:-|$)/;

/** `us-east-1`, `europe-west4`, `us-east5`: one region of a cloud, at the plain rates unless listed. */
export const CLOUD_REGION: RegExp = /^[a-z]+(?:-[a-z]+)+-?\d+$/;

/** Keys of `regions` that a region may be listed under, best first. */
function regionKeys(region: string): readonly string[] {
  const separate = SEPARATE_CLOUD.exec(region)?.[0].replace(/-$/, "");
  if (separate !== undefined) return [region, separate];
  return EVERYWHERE.has(region) ? [region] : [region, "regional"];
}

/** Which region's price holds, and whether the region should have been listed but is not. */
export interface RegionChoice {
  readonly key?: string;
  readonly unlisted: boolean;
}

/**
 * Chooses the region price of a call.
 *
 * @param region - As the call or its model id names it.
 * @param listed - Keys that the row has prices for; `regional` stands for every single region.
 */
export function chooseRegion(region: string, listed: Readonly<Record<string, unknown>> | undefined): RegionChoice {
  const lower = region.toLowerCase();
  const key = regionKeys(lower).find((candidate) => listed !== undefined && Object.hasOwn(listed, candidate));
  if (key !== undefined) return { key, unlisted: false };
  if (SEPARATE_CLOUD.test(lower)) return { unlisted: true };
  return { unlisted: listed !== undefined && !EVERYWHERE.has(lower) && !CLOUD_REGION.test(lower) };
}
