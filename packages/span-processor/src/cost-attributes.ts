// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { nanoUsdFromPico, usdFromPico } from "@outlay/pricing";
import type { Cost, CostPart, CostParts } from "@outlay/pricing";
import { GEN_AI, OUTLAY } from "@outlay/semconv";

/** The kinds of token and unit that spans and metrics tell apart. */
export type CostKind = "uncached_input" | "cache_read" | "cache_write" | "output" | "units";

const KIND_ATTRIBUTES: Readonly<Record<CostKind, string>> = {
  uncached_input: OUTLAY.COST_UNCACHED_INPUT_USD,
  cache_read: OUTLAY.COST_CACHE_READ_USD,
  cache_write: OUTLAY.COST_CACHE_WRITE_USD,
  output: OUTLAY.COST_OUTPUT_USD,
  units: OUTLAY.COST_UNITS_USD,
};

/** Sums the lines of a bill into the five kinds, in pico-USD; kinds without an amount are left out. */
export function costByKind(parts: CostParts): ReadonlyMap<CostKind, number> {
  const kinds = new Map<CostKind, number>();
  for (const [part, picoUsd] of Object.entries(parts)) {
    const kind = kindOf(part as CostPart);
    kinds.set(kind, (kinds.get(kind) ?? 0) + picoUsd);
  }
  return kinds;
}

function kindOf(part: CostPart): CostKind {
  if (part === "tools" || part === "media" || part === "request") return "units";
  if (part.startsWith("cacheRead")) return "cache_read";
  if (part.startsWith("cacheWrite")) return "cache_write";
  if (part.startsWith("output") || part === "reasoning") return "output";
  return "uncached_input";
}

/** What a price puts on the span of the call. An unpriced call gets its status and no amount. */
export function costAttributes(cost: Cost, cacheSavedPicoUsd: number | undefined): Attributes {
  const attributes: Attributes = {
    [OUTLAY.COST_STATUS]: cost.status,
    [OUTLAY.COST_TABLE_VERSION]: cost.tableVersion,
  };
  if (cost.problems.length > 0) attributes[OUTLAY.COST_PROBLEMS] = [...cost.problems];
  if (cost.status === "unpriced") {
    attributes[OUTLAY.COST_PROBLEMS] = [cost.reason, ...cost.problems];
    return attributes;
  }
  const totalUsd = usdFromPico(cost.totalPicoUsd);
  attributes[GEN_AI.USAGE_COST] = totalUsd;
  attributes[OUTLAY.COST_TOTAL_USD] = totalUsd;
  attributes[OUTLAY.COST_TOTAL_NANO_USD] = nanoUsdFromPico(cost.totalPicoUsd);
  if (cost.status === "provider_reported") {
    attributes[OUTLAY.COST_SOURCE] = "provider";
    return attributes;
  }
  attributes[OUTLAY.COST_SOURCE] = cost.rowSource;
  attributes[OUTLAY.COST_MODEL] = cost.modelId;
  attributes[OUTLAY.COST_MODEL_SOURCE] = cost.matchedBy;
  for (const [kind, picoUsd] of costByKind(cost.parts)) attributes[KIND_ATTRIBUTES[kind]] = usdFromPico(picoUsd);
  if (cacheSavedPicoUsd !== undefined) attributes[OUTLAY.COST_CACHE_SAVED_USD] = usdFromPico(cacheSavedPicoUsd);
  return attributes;
}
