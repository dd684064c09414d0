// SPDX-License-Identifier: Apache-2.0
import { withCacheLayout, withCompaction, withModels, withServiceTier, withoutCache } from "@outlay/analysis";
import type { CacheBreakpoint, CompactionRule, Scenario } from "@outlay/analysis";

import type { CommandInput } from "../parse-arguments.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The scenarios that the options ask for, in the order of the help; those that need no choice where none is.
 *
 * @throws {UsageError} If an option does not say what it must.
 */
export function readScenarios(input: CommandInput): readonly Scenario[] {
  const models = input.text("model");
  const tier = input.text("tier");
  const compaction = input.text("compact");
  const asked: readonly Scenario[] = [
    ...(models === undefined ? [] : [withModels(readModels(models))]),
    ...(tier === undefined ? [] : [withServiceTier(tier)]),
    ...(compaction === undefined ? [] : [withCompaction(readCompaction(compaction))]),
    ...cacheLayouts(input.text("cache-ttl"), input.text("breakpoints")),
    ...(input.has("no-cache") ? [withoutCache()] : []),
  ];
  return asked.length > 0 ? asked : [withoutCache(), withServiceTier("batch"), withServiceTier("flex")];
}

function readModels(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(",").map((pair) => pair.split("=").map((name) => name.trim()));
  const wrong = pairs.find(([from = "", to = "", ...more]) => from === "" || to === "" || more.length > 0);
  if (wrong !== undefined)
    throw new UsageError(`--model: got "${text}", expected MODEL=OTHER, or several with commas between`);
  return new Map(pairs.map(([from = "", to = ""]) => [from, to]));
}

const BREAKPOINTS: readonly string[] = ["tools", "system", "last"] satisfies readonly CacheBreakpoint[];

function cacheLayouts(ttl: string | undefined, places: string | undefined): readonly Scenario[] {
  if (ttl !== undefined && !/^\d+[mh]$/.test(ttl))
    throw new UsageError(`--cache-ttl: got "${ttl}", expected a lifetime in the vendor's word, such as 5m or 1h`);
  const breakpoints = places?.split(",").map((place) => place.trim());
  const wrong = breakpoints?.find((place) => !BREAKPOINTS.includes(place));
  if (wrong !== undefined)
    throw new UsageError(
      `--breakpoints: got "${wrong}", expected ${BREAKPOINTS.join(", ")}, or several with commas between`,
    );
  if (ttl === undefined && breakpoints === undefined) return [];
  return [withCacheLayout({ ttl, breakpoints: breakpoints as readonly CacheBreakpoint[] | undefined })];
}

const COMPACTION = /^(?<tokens>\d[\d_]*)(?::(?<percent>\d{1,2})%?)?$/;
const DEFAULT_KEPT_PERCENT = 10;

function readCompaction(text: string): CompactionRule {
  const { tokens, percent = String(DEFAULT_KEPT_PERCENT) } = COMPACTION.exec(text)?.groups ?? {};
  const aboveTokens = Number(tokens?.replaceAll("_", ""));
  if (Number.isSafeInteger(aboveTokens) && aboveTokens > 0) return { aboveTokens, keptShare: Number(percent) / 100 };
  throw new UsageError(
    `--compact: got "${text}", expected TOKENS, or TOKENS:PERCENT that are kept, such as 100000:10%`,
  );
}
