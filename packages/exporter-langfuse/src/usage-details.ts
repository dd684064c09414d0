// SPDX-License-Identifier: Apache-2.0
import { uncachedInputTokens } from "@outlay/core";
import type { Usage } from "@outlay/core";
import { OUTLAY } from "@outlay/semconv";
import type { AttributesLike } from "@outlay/semconv";

/** Buckets as Langfuse stores them: a key containing `input` or `output` counts towards that column. */
export type Details = Readonly<Record<string, number>>;

/** For a span that repeats what another one is billed for. Absent numbers would be counted from the text. */
export const BILLED_ELSEWHERE: { readonly usage: Details; readonly cost: Details } = {
  usage: { input: 0, output: 0 },
  cost: { total: 0 },
};

/** Parts of a cost under the names of the buckets they pay for; cache writes of all lifetimes are one part. */
const COST_BUCKETS = [
  ["input", OUTLAY.COST_UNCACHED_INPUT_USD],
  ["input_cached_tokens", OUTLAY.COST_CACHE_READ_USD],
  ["input_cache_creation", OUTLAY.COST_CACHE_WRITE_USD],
  ["output", OUTLAY.COST_OUTPUT_USD],
  ["units", OUTLAY.COST_UNITS_USD],
] as const;

/** Langfuse's column has 12 decimals and cuts what is beyond. */
const PICO_PER_USD = 1_000_000_000_000;

/**
 * Splits usage into buckets that do not overlap, under the names Langfuse has prices for.
 *
 * @param splitReasoning - Whether reasoning is a bucket of its own. Langfuse has no price for that bucket with most
 *   models, so it is split off only when the cost is sent along.
 */
export function usageDetails(usage: Usage, splitReasoning: boolean): Details {
  const { outputTokens, cacheWriteTokens, cacheWrite5mTokens, cacheWrite1hTokens } = usage;
  const reasoning = splitReasoning ? usage.reasoningTokens : undefined;
  const unsplitWrites = minus(cacheWriteTokens, (cacheWrite5mTokens ?? 0) + (cacheWrite1hTokens ?? 0));
  const isWholeSplit = unsplitWrites === 0 && cacheWriteTokens !== 0;
  return known({
    input: uncachedInputTokens(usage),
    input_cached_tokens: usage.cacheReadTokens,
    input_cache_creation: isWholeSplit ? undefined : unsplitWrites,
    input_cache_creation_5m: cacheWrite5mTokens,
    input_cache_creation_1h: cacheWrite1hTokens,
    output: minus(outputTokens, reasoning ?? 0),
    output_reasoning_tokens: reasoning,
  });
}

/**
 * Cost of a call with its parts, rounded to what Langfuse stores.
 *
 * @returns The total alone when the parts do not add up to it, and `undefined` for a call without a price.
 */
export function costDetails(attributes: AttributesLike): Details | undefined {
  const total = picoUsd(attributes[OUTLAY.COST_TOTAL_USD]);
  if (total === undefined) return undefined;
  const parts = COST_BUCKETS.map(([bucket, name]) => [bucket, picoUsd(attributes[name])] as const);
  const sum = parts.reduce((spent, [, part]) => spent + (part ?? 0), 0);
  const listed = sum === total ? parts : [];
  return known(Object.fromEntries([...listed, ["total", total] as const].map(([key, pico]) => [key, usd(pico)])));
}

function picoUsd(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? Math.round(value * PICO_PER_USD) : undefined;
}

function usd(pico: number | undefined): number | undefined {
  return pico === undefined ? undefined : pico / PICO_PER_USD;
}

function minus(whole: number | undefined, part: number): number | undefined {
  return whole === undefined ? undefined : whole - part;
}

function known(values: Readonly<Record<string, number | undefined>>): Details {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
