// SPDX-License-Identifier: Apache-2.0
import { scriptedUsage } from "../core/generation.ts";
import type { JsonObject } from "../core/script.ts";
import type { Call } from "../core/vendor.ts";

/** What the model's template adds to a prompt: counted, and not billed. */
const TEMPLATE_TOKENS = 66;

/**
 * Counts of a generation: those that are billed, and those that were consumed.
 *
 * @see https://docs.cohere.com/docs/how-does-cohere-pricing-work, read 2026-11-26
 */
export function generationUsage(call: Call, inputTokens: number, outputTokens: number): JsonObject | undefined {
  return scriptedUsage(call.reply, {
    billed_units: { input_tokens: inputTokens, output_tokens: outputTokens },
    tokens: { input_tokens: inputTokens + TEMPLATE_TOKENS, output_tokens: outputTokens },
    cached_tokens: 0,
  });
}

/** `meta` of every answer but those of chat 2. */
export function metaOf(version: string, usage: JsonObject | undefined): JsonObject {
  return { meta: { api_version: { version }, ...usage } };
}
