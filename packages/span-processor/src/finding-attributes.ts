// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import type { CacheBreak, CallWaste, ResentContext } from "@outlay/analysis";
import { usdFromPico } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";

import type { CallFindings } from "./findings.ts";

/** Writes findings down as attributes of the call's span; what is not known is left out. */
export function findingAttributes({ resent, loop, retry, broken }: CallFindings): Attributes {
  return {
    ...(resent !== undefined && resent.tokens > 0 && resentAttributes(resent)),
    ...(retry !== undefined && { [OUTLAY.RETRY_KIND]: retry }),
    ...(loop !== undefined && loopAttributes(loop)),
    ...(broken !== undefined && breakAttributes(broken)),
  };
}

function resentAttributes({ tokens, picoUsd }: ResentContext): Attributes {
  return {
    [OUTLAY.CONTEXT_RESENT_TOKENS]: tokens,
    ...(picoUsd !== undefined && { [OUTLAY.CONTEXT_RESENT_USD]: usdFromPico(picoUsd) }),
  };
}

function loopAttributes({ rounds, tools, unpricedCalls, picoUsd }: NonNullable<CallWaste["loop"]>): Attributes {
  return {
    [OUTLAY.LOOP_ROUNDS]: rounds,
    [OUTLAY.LOOP_TOOLS]: [...tools],
    ...(unpricedCalls === 0 && { [OUTLAY.LOOP_COST_USD]: usdFromPico(picoUsd) }),
  };
}

function breakAttributes(broken: CacheBreak): Attributes {
  const { reason, pointer, toolName, looksLike, missedTokens, wastedPicoUsd } = broken;
  return {
    [OUTLAY.CACHE_MISS_REASON]: reason,
    ...(pointer !== undefined && { [OUTLAY.CACHE_MISS_POINTER]: pointer }),
    ...(toolName !== undefined && { [OUTLAY.CACHE_MISS_TOOL]: toolName }),
    ...(looksLike !== undefined && { [OUTLAY.CACHE_MISS_LOOKS_LIKE]: looksLike }),
    [OUTLAY.CACHE_MISSED_INPUT_TOKENS]: missedTokens,
    ...(wastedPicoUsd !== undefined && { [OUTLAY.CACHE_WASTED_USD]: usdFromPico(wastedPicoUsd) }),
  };
}
