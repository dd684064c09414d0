// SPDX-License-Identifier: Apache-2.0
import type { PromptParts } from "../prompt/prompt-parts.ts";
import { fieldsOf } from "../read-fields.ts";

/** What both of OpenAI's APIs say of the cache: openai@4–7 `resources/chat/completions`, `resources/responses/responses`. */
export interface CacheFields {
  readonly service_tier: unknown;
  readonly prompt_cache_key: unknown;
  readonly prompt_cache_retention: unknown;
  readonly prompt_cache_options: unknown;
}

/** What a request asks of OpenAI's prompt cache. */
export interface OpenAICacheSettings extends Pick<PromptParts, "settings" | "automaticBreakpoint"> {
  /** Lifetime of breakpoints that do not say. */
  readonly ttl: "30m" | "12h";
}

/**
 * Reads what a request asks of the cache. What asks for diagnostics, or warms the cache up, does not change it.
 *
 * OpenAI places a breakpoint itself unless told not to; where nothing asks for a lifetime, it is the model's.
 */
export function openaiCacheSettings(value: unknown): OpenAICacheSettings {
  const body = fieldsOf<CacheFields>(value);
  const { mode, ttl } = fieldsOf<{ mode: unknown; ttl: unknown }>(body.prompt_cache_options);
  const asked = ttl === "12h" || ttl === "30m" ? ttl : undefined;
  return {
    ttl: asked ?? "30m",
    settings: {
      service_tier: body.service_tier,
      prompt_cache_key: body.prompt_cache_key,
      prompt_cache_retention: body.prompt_cache_retention,
      prompt_cache_mode: mode,
      prompt_cache_ttl: ttl,
    },
    automaticBreakpoint: mode === "explicit" ? undefined : asked,
  };
}
