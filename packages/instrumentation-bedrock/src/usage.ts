// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, isTokenCount, listOf } from "@outlay/core";
import type { RawUsage } from "@outlay/core";

import type { CacheDetailFields, InvocationMetricsFields, TokenUsageFields } from "./internal-types.ts";

/**
 * Usage of Converse and of Nova's own body: `inputTokens` leaves the cache out, so it is added.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 */
export function usageFromConverse(value: unknown): RawUsage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const usage = fieldsOf<TokenUsageFields>(value);
  const read = usage.cacheReadInputTokens ?? usage.cacheReadInputTokenCount;
  const written = usage.cacheWriteInputTokens ?? usage.cacheWriteInputTokenCount;
  return {
    inputTokens: withCache(usage.inputTokens, read, written),
    outputTokens: usage.outputTokens,
    cacheReadTokens: read,
    cacheWriteTokens: written,
    cacheWrite5mTokens: writtenFor("5m", usage.cacheDetails),
    cacheWrite1hTokens: writtenFor("1h", usage.cacheDetails),
  };
}

/** Bedrock's own counts of an invocation, from the end of a stream. */
export function usageFromMetrics(value: unknown): RawUsage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const metrics = fieldsOf<InvocationMetricsFields>(value);
  const { cacheReadInputTokenCount: read, cacheWriteInputTokenCount: written } = metrics;
  return {
    inputTokens: withCache(metrics.inputTokenCount, read, written),
    outputTokens: metrics.outputTokenCount,
    cacheReadTokens: read,
    cacheWriteTokens: written,
  };
}

/** The same counts, as an answer that comes whole has them in its headers. */
export function usageFromHeaders(headers: Readonly<Record<string, unknown>>): RawUsage | undefined {
  const inputTokenCount = countIn(headers["x-amzn-bedrock-input-token-count"]);
  const outputTokenCount = countIn(headers["x-amzn-bedrock-output-token-count"]);
  if (inputTokenCount === undefined && outputTokenCount === undefined) return undefined;
  return usageFromMetrics({
    inputTokenCount,
    outputTokenCount,
    cacheReadInputTokenCount: countIn(headers["x-amzn-bedrock-cache-read-input-token-count"]),
    cacheWriteInputTokenCount: countIn(headers["x-amzn-bedrock-cache-write-input-token-count"]),
  });
}

/**
 * The vendor's own counts, with Bedrock's where the vendor has none.
 *
 * Input and cache belong together: a body that tells its input has said of the cache what there is to say.
 */
export function completed(own: RawUsage | undefined, bedrock: RawUsage | undefined): RawUsage | undefined {
  if (own === undefined || bedrock === undefined) return own ?? bedrock;
  const { outputTokens, ...input } = bedrock;
  const known = { ...own, outputTokens: own.outputTokens ?? outputTokens };
  return own.inputTokens === undefined || own.inputTokens === null ? { ...known, ...input } : known;
}

function withCache(input: unknown, read: unknown, written: unknown): unknown {
  return isTokenCount(input) ? input + countOrZero(read) + countOrZero(written) : input;
}

function writtenFor(ttl: string, details: unknown): number | undefined {
  const counts = listOf(details)
    .map((detail) => fieldsOf<CacheDetailFields>(detail))
    .filter((detail) => detail.ttl === ttl && isTokenCount(detail.inputTokens))
    .map(({ inputTokens }) => countOrZero(inputTokens));
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

function countOrZero(value: unknown): number {
  return isTokenCount(value) ? value : 0;
}

function countIn(header: unknown): number | undefined {
  return typeof header === "string" && /^\d+$/.test(header) ? Number(header) : undefined;
}
