// SPDX-License-Identifier: Apache-2.0
import type { CacheDiagnosis } from "./operation.ts";
import { fieldsOf, numberOf, textOf } from "./read-fields.ts";

/** What a provider says when it cannot tell: no reason for a miss. */
const UNTOLD: ReadonlySet<string> = new Set(["previous_message_not_found", "unavailable"]);

/** Reads what Anthropic says of its cache: @anthropic-ai/sdk@1 `BetaDiagnostics`, `null` while it is being found out. */
export function anthropicCacheDiagnosis(diagnostics: unknown): CacheDiagnosis | undefined {
  const { cache_miss_reason: miss } = fieldsOf<{ cache_miss_reason: unknown }>(diagnostics);
  const { type, cache_missed_input_tokens: missed } = fieldsOf<{ type: unknown; cache_missed_input_tokens: unknown }>(
    miss,
  );
  return diagnosisOf(textOf(type), missed);
}

/** Reads what OpenAI says of it: openai@7 `Response.CacheMiss`; a hit, or a response that is not found, is none. */
export function openaiCacheDiagnosis(diagnostics: unknown): CacheDiagnosis | undefined {
  const {
    type,
    reason,
    cache_missed_tokens: missed,
  } = fieldsOf<{
    type: unknown;
    reason: unknown;
    cache_missed_tokens: unknown;
  }>(diagnostics);
  return type === "cache_miss" ? diagnosisOf(textOf(reason), missed) : undefined;
}

function diagnosisOf(reason: string | undefined, missed: unknown): CacheDiagnosis | undefined {
  if (reason === undefined || UNTOLD.has(reason)) return undefined;
  const missedTokens = numberOf(missed);
  return missedTokens === undefined ? { reason } : { reason, missedTokens };
}
