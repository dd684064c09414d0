// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { BYTES_PER_TOKEN, countTokens } from "../core/tokens.ts";

/** A piece of the prompt in the provider's render order. */
export interface PromptPart {
  /** The bytes that must be equal for a cache hit. */
  readonly text: string;
  readonly tokens: number;
}

/** A part whose tokens are counted from its text. */
export function textPart(text: string): PromptPart {
  return { text, tokens: countTokens(text) };
}

/** Tokens of a whole prompt. */
export function promptTokens(parts: readonly PromptPart[]): number {
  return parts.reduce((sum, part) => sum + part.tokens, 0);
}

/** The token position at the end of each part. */
export function partEnds(parts: readonly PromptPart[]): number[] {
  let position = 0;
  return parts.map((part) => (position += part.tokens));
}

/**
 * Digests of the prompt up to each of the given token positions.
 *
 * Two prompts share the digest at a position exactly when they are equal up to it.
 *
 * @param scope - What a cache is private to, e.g. the model.
 * @param positions - Ascending, each at most the prompt's length.
 */
export function prefixDigests(scope: string, parts: readonly PromptPart[], positions: readonly number[]): string[] {
  const digests: string[] = [];
  const hash = createHash("sha256").update(scope);
  let start = 0;
  for (const part of parts) {
    const bytes = Buffer.from(part.text, "utf8");
    const end = start + part.tokens;
    let hashed = 0;
    hash.update("\0");
    for (let position = positions[digests.length]; position !== undefined && position <= end;) {
      const upTo = position === end ? bytes.length : Math.min(bytes.length, (position - start) * BYTES_PER_TOKEN);
      hash.update(bytes.subarray(hashed, upTo));
      hashed = upTo;
      digests.push(`${position}:${hash.copy().digest("base64")}`);
      position = positions[digests.length];
    }
    hash.update(bytes.subarray(hashed));
    start = end;
  }
  return digests;
}
