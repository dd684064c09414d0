// SPDX-License-Identifier: Apache-2.0

/** Aliases and the dated snapshots that answer for them. From 4.6 on the vendor's ids carry no date. */
const SNAPSHOTS: Readonly<Record<string, string>> = {
  "claude-3-5-haiku-latest": "claude-3-5-haiku-20241022",
  "claude-3-7-sonnet-latest": "claude-3-7-sonnet-20250219",
  "claude-sonnet-4-0": "claude-sonnet-4-20250514",
  "claude-opus-4-0": "claude-opus-4-20250514",
  "claude-opus-4-1": "claude-opus-4-1-20250805",
  "claude-sonnet-4-5": "claude-sonnet-4-5-20250929",
  "claude-haiku-4-5": "claude-haiku-4-5-20251001",
  "claude-opus-4-5": "claude-opus-4-5-20251101",
};

/** Shortest prefix that is cached, by family; first match wins. Read 2026-09-30 from the prompt caching page. */
const MINIMUM_TOKENS: readonly (readonly [family: RegExp, tokens: number])[] = [
  [/^claude-(?:opus-5|sonnet-5-5|fable-5)/, 512],
  [/^claude-opus-4-7/, 2048],
  [/^claude-(?:opus-4-[56]|haiku-4-5)/, 4096],
  [/^claude-3-5-haiku/, 2048],
];
const DEFAULT_MINIMUM_TOKENS = 1024;

/** Served for a Bedrock inference profile, whose name does not say the model. */
const PROFILE_MODEL = "claude-sonnet-4-5-20250929";

/**
 * The model that answers when this one is asked for, in the vendor's own spelling:
 * `us.anthropic.claude-…-v1:0` (Bedrock) and `claude-…@20250929` (Vertex) lose what the platform added.
 */
export function servedModel(requested: string): string {
  if (requested.startsWith("arn:")) return PROFILE_MODEL;
  const plain = requested
    .replace(/^.*anthropic\./, "")
    .replace(/-v\d+(?::\d+)?$/, "")
    .replace("@", "-");
  return SNAPSHOTS[plain] ?? plain;
}

/** Shortest prefix the model's prompt cache keeps. */
export function minimumCacheTokens(model: string): number {
  return MINIMUM_TOKENS.find(([family]) => family.test(model))?.[1] ?? DEFAULT_MINIMUM_TOKENS;
}
