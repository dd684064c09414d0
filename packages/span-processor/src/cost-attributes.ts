// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { nanoUsdFromPico, usdFromPico } from "@outlay/pricing";
import type { Cost, CostPart, CostParts } from "@outlay/pricing";
import { GEN_AI, OUTLAY } from "@outlay/semconv";

/** The kinds of token and unit that spans and metrics tell apart. */
export const COST_KINDS = ["uncached_input", "cache_read", "cache_write", "output", "units"] as const;

const KIND_ATTRIBUTES = [
  OUTLAY.COST_UNCACHED_INPUT_USD,
  OUTLAY.COST_CACHE_READ_USD,
  OUTLAY.COST_CACHE_WRITE_USD,
  OUTLAY.COST_OUTPUT_USD,
  OUTLAY.COST_UNITS_USD,
] as const;

/** Sums the lines of a bill into the kinds, in pico-USD and in the order of {@link COST_KINDS}. */
export function costByKind(parts: CostParts): number[] {
  const kinds = [0, 0, 0, 0, 0];
  for (const part in parts) {
    const kind = kindOf(part);
    kinds[kind] = (kinds[kind] ?? 0) + (parts[part as CostPart] ?? 0);
  }
  return kinds;
}

/** Index into {@link COST_KINDS}. */
function kindOf(part: string): number {
  if (part.startsWith("cacheRead")) return 1;
  if (part.startsWith("cacheWrite")) return 2;
  if (part.startsWith("output") || part === "reasoning") return 3;
  return part === "tools" || part === "media" || part === "request" ? 4 : 0;
}

/**
 * Moves a cost that the emitter of a span worked out itself to a name that nobody adds up: backends sum the usual one over
 * all spans, and a call that is seen twice, or that has no price, would have the emitter's estimate in its bill.
 *
 * @param attributes - Of a span that is ending: the object that exporters will read.
 */
export function takeEmitterCost(attributes: Attributes, write: (attributes: Attributes) => void): void {
  const usd = attributes[GEN_AI.USAGE_COST];
  if (usd === undefined) return;
  Reflect.deleteProperty(attributes, GEN_AI.USAGE_COST);
  if (typeof usd === "number") write({ [OUTLAY.COST_EMITTER_USD]: usd });
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
  const kinds = costByKind(cost.parts);
  for (const [index, name] of KIND_ATTRIBUTES.entries()) {
    const picoUsd = kinds[index] ?? 0;
    if (picoUsd > 0) attributes[name] = usdFromPico(picoUsd);
  }
  if (cacheSavedPicoUsd !== undefined) attributes[OUTLAY.COST_CACHE_SAVED_USD] = usdFromPico(cacheSavedPicoUsd);
  return attributes;
}
