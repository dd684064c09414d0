// SPDX-License-Identifier: Apache-2.0
import { conversationOf } from "@outlay/analysis";
import type { CacheBreak } from "@outlay/analysis";
import { textOf } from "@outlay/core";
import type { SpanFacts } from "@outlay/core";
import { GEN_AI, OUTLAY } from "@outlay/semconv";

const PICO_PER_USD = 1e12;

/** Reads what the process that made a call has found out about its prompt cache; `undefined` where it was nothing. */
export function recordedBreak({ attributes, traceId, startTimeMs }: SpanFacts): CacheBreak | undefined {
  const reason = textOf(attributes[OUTLAY.CACHE_MISS_REASON]);
  if (reason === undefined) return undefined;
  const looksLike = textOf(attributes[OUTLAY.CACHE_MISS_LOOKS_LIKE]);
  const missed = attributes[OUTLAY.CACHE_MISSED_INPUT_TOKENS];
  const wasted = attributes[OUTLAY.CACHE_WASTED_USD];
  return {
    // Words of a later version are shown as they are.
    reason: reason as CacheBreak["reason"],
    pointer: textOf(attributes[OUTLAY.CACHE_MISS_POINTER]),
    toolName: textOf(attributes[OUTLAY.CACHE_MISS_TOOL]),
    looksLike: looksLike as CacheBreak["looksLike"],
    conversationId: conversationOf({ attributes, traceId }) ?? "",
    atMs: startTimeMs,
    model: textOf(attributes[GEN_AI.RESPONSE_MODEL] ?? attributes[GEN_AI.REQUEST_MODEL]) ?? "",
    missedTokens: typeof missed === "number" ? missed : 0,
    wastedPicoUsd: typeof wasted === "number" ? Math.round(wasted * PICO_PER_USD) : undefined,
  };
}
