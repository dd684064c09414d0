// SPDX-License-Identifier: Apache-2.0
import type { RecordedRequest } from "../core/recorded-request.ts";
import type { JsonObject } from "../core/script.ts";

/** What Bedrock counts of an invocation, whatever the model's own body says. Input is without the cache. */
export interface InvocationCounts {
  readonly inputTokens: number;
  /** Absent where nothing is generated, as for embeddings. */
  readonly outputTokens?: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
}

const LATENCY_MS = 12;

/**
 * Headers of an InvokeModel answer. Those of the cache come with models that have one.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
export function countHeaders(counts: InvocationCounts): Record<string, string> {
  return {
    "x-amzn-bedrock-invocation-latency": String(LATENCY_MS),
    "x-amzn-bedrock-input-token-count": String(counts.inputTokens),
    ...header("output-token-count", counts.outputTokens),
    ...header("cache-read-input-token-count", counts.cacheReadTokens),
    ...header("cache-write-input-token-count", counts.cacheWriteTokens),
  };
}

/** What Bedrock adds to the last event of a stream, where headers are long gone. */
export function invocationMetrics(counts: InvocationCounts): JsonObject {
  return {
    inputTokenCount: counts.inputTokens,
    outputTokenCount: counts.outputTokens ?? 0,
    invocationLatency: LATENCY_MS,
    firstByteLatency: 5,
    ...(counts.cacheReadTokens === undefined ? {} : { cacheReadInputTokenCount: counts.cacheReadTokens }),
    ...(counts.cacheWriteTokens === undefined ? {} : { cacheWriteInputTokenCount: counts.cacheWriteTokens }),
  };
}

const SETTINGS = ["x-amzn-bedrock-service-tier", "x-amzn-bedrock-performanceconfig-latency"];

/** Settings that an invocation asks for in its headers are said back in those of the answer. */
export function settingHeaders({ headers }: RecordedRequest): Record<string, string> {
  return Object.fromEntries(
    SETTINGS.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
}

function header(name: string, count: number | undefined): Record<string, string> {
  return count === undefined ? {} : { [`x-amzn-bedrock-${name}`]: String(count) };
}
