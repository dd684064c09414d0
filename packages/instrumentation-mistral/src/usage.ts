// SPDX-License-Identifier: Apache-2.0
import { MAX_TOKENS_PER_CALL, fieldsOf, numberOf, textOf } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";

import type { UsageFields } from "./internal-types.ts";

/** What an answer says of its bill. */
type BilledFacts = Pick<ResponseFacts, "usage" | "serviceTier">;

/**
 * Usage of completions and embeddings. The prompt includes what was read from the cache; seconds of audio are billed
 * beside the tokens.
 *
 * @returns No usage where the SDK's own zeros stand for counts that the answer did not have: a call that is billed has
 *   a prompt.
 */
export function usageFromMistral(value: unknown): BilledFacts {
  if (typeof value !== "object" || value === null) return {};
  const known = fieldsOf<UsageFields>(value);
  const rest = fieldsOf<UsageFields>(known.additionalProperties ?? value);
  const serviceTier = textOf(known.serviceTier ?? rest.service_tier);
  const tier = serviceTier === undefined ? {} : { serviceTier };
  if (isMadeUp(known)) return tier;
  const seconds = numberOf(known.promptAudioSeconds);
  // Longer than any recording: nobody can have meant it.
  const mediaSeconds = seconds !== undefined && seconds >= 0 && seconds <= MAX_TOKENS_PER_CALL ? seconds : undefined;
  return {
    usage: {
      inputTokens: known.promptTokens,
      outputTokens: known.completionTokens,
      cacheReadTokens: fieldsOf<{ cached_tokens: unknown }>(rest.prompt_tokens_details).cached_tokens,
      ...(mediaSeconds === undefined || mediaSeconds <= 0 ? {} : { units: { mediaSeconds } }),
    },
    ...tier,
  };
}

function isMadeUp({ promptTokens, completionTokens, totalTokens }: Partial<UsageFields>): boolean {
  return [promptTokens, completionTokens, totalTokens].every((count) => count === 0 || count === undefined);
}
