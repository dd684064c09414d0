// SPDX-License-Identifier: Apache-2.0
import type { CallFindings, FindingCharge } from "@outlay/budget";
import type { SpanFacts } from "@outlay/core";
import { OUTLAY } from "@outlay/semconv";

const NANO_PER_USD = 1e9;

/**
 * Reads what the process that made a call has found out about it, for budgets that count that.
 *
 * @param call - What the call itself cost, and its tokens: what a call of a loop or one that tries again is worth.
 */
export function recordedFindings({ attributes }: SpanFacts, call: FindingCharge): CallFindings {
  const whole = { costNanoUsd: call.costNanoUsd, tokens: call.tokens };
  const part = (usd: string, tokens: string): FindingCharge => ({
    costNanoUsd: nanoUsdOf(attributes[usd]),
    tokens: numberOf(attributes[tokens]),
  });
  const has = (name: string): boolean => attributes[name] !== undefined;
  return {
    ...(has(OUTLAY.CACHE_MISS_REASON) && {
      cache_breaks: part(OUTLAY.CACHE_WASTED_USD, OUTLAY.CACHE_MISSED_INPUT_TOKENS),
    }),
    ...(has(OUTLAY.CONTEXT_RESENT_TOKENS) && {
      resent_context: part(OUTLAY.CONTEXT_RESENT_USD, OUTLAY.CONTEXT_RESENT_TOKENS),
    }),
    ...(has(OUTLAY.LOOP_ROUNDS) && { loops: whole }),
    ...(has(OUTLAY.RETRY_KIND) && { retries: whole }),
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function nanoUsdOf(usd: unknown): number | undefined {
  return typeof usd === "number" ? Math.round(usd * NANO_PER_USD) : undefined;
}
