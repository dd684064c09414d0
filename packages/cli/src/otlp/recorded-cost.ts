// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";
import { PICO_PER_USD } from "@outlay/pricing";
import type { ComputedCost, Cost, CostParts, PriceProblem } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";

const COMPUTED: ReadonlySet<unknown> = new Set<ComputedCost["status"]>(["priced", "partial", "estimated", "stale"]);

/** The line of a bill that stands for each kind that is told on spans. */
const PARTS = {
  uncachedInput: OUTLAY.COST_UNCACHED_INPUT_USD,
  cacheRead: OUTLAY.COST_CACHE_READ_USD,
  cacheWrite: OUTLAY.COST_CACHE_WRITE_USD,
  output: OUTLAY.COST_OUTPUT_USD,
  tools: OUTLAY.COST_UNITS_USD,
} as const;

/**
 * The cost that Outlay wrote on a call's span when it was made: what was true then. Lines of the bill are as coarse as spans
 * tell them.
 *
 * @returns `undefined` if there is none, or the call had no price then.
 */
export function recordedCost({ attributes, provider, responseModel, requestModel }: Operation): Cost | undefined {
  const status = attributes[OUTLAY.COST_STATUS];
  const totalPicoUsd = picoUsd(attributes[OUTLAY.COST_TOTAL_USD]);
  if (totalPicoUsd === undefined) return undefined;
  const amount = { totalPicoUsd, provider, tableVersion: text(attributes[OUTLAY.COST_TABLE_VERSION]) };
  const problems = listOf(attributes[OUTLAY.COST_PROBLEMS]);
  if (status === "provider_reported") return { ...amount, status, problems };
  if (!COMPUTED.has(status)) return undefined;
  return {
    ...amount,
    status: status as ComputedCost["status"],
    problems,
    parts: partsOf(attributes),
    modelId: text(attributes[OUTLAY.COST_MODEL]) || (responseModel ?? requestModel ?? ""),
    matchedBy: attributes[OUTLAY.COST_MODEL_SOURCE] === "request" ? "request" : "response",
    rowSource: text(attributes[OUTLAY.COST_SOURCE]),
    // Spans do not tell these; nothing that reads recorded costs asks.
    verified: "",
    tier: "",
    bandOverTokens: 0,
  };
}

function partsOf(attributes: Operation["attributes"]): CostParts {
  const parts: { -readonly [Part in keyof CostParts]: CostParts[Part] } = {};
  for (const part of Object.keys(PARTS) as (keyof typeof PARTS)[]) {
    const amount = picoUsd(attributes[PARTS[part]]);
    if (amount !== undefined) parts[part] = amount;
  }
  return parts;
}

/** A double of USD is at most one bit off, which is less than half a pico-USD up to 4,000 USD. */
function picoUsd(usd: unknown): number | undefined {
  if (typeof usd !== "number" || !(usd >= 0)) return undefined;
  const pico = Math.round(usd * PICO_PER_USD);
  return Number.isSafeInteger(pico) ? pico : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What an older version wrote may be no problem that this one knows; it is only told. */
function listOf(value: unknown): readonly PriceProblem[] {
  return Array.isArray(value) ? (value.filter((item) => typeof item === "string") as PriceProblem[]) : [];
}
