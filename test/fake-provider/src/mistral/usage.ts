// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "../core/script.ts";

/**
 * `usage` of completions and embeddings. The cached part is counted with the prompt; this server reads nothing from a
 * cache, since the vendor promises none: a script lays its counts over.
 */
export function mistralUsage(promptTokens: number, completionTokens: number): JsonObject {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0 },
  };
}
