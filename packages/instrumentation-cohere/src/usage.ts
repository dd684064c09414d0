// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, isTokenCount } from "@outlay/core";
import type { RawUsage, ResponseFacts } from "@outlay/core";

import type { CountFields, UsageFields } from "./internal-types.ts";

/**
 * What a call is billed by, from `usage` or `meta`: fewer tokens than it consumed, since what Cohere adds to a prompt is
 * free. Tokens found in the cache are a part of those consumed, and lower no bill: they are left out.
 *
 * @returns Tokens consumed where nothing is said of a bill, as on servers that do not write one.
 * @see https://docs.cohere.com/docs/how-does-cohere-pricing-work, read 2026-11-26
 */
export function usageFromCohere(value: unknown): Pick<ResponseFacts, "usage"> {
  const { billedUnits, tokens } = fieldsOf<UsageFields>(value);
  const counts = billedUnits ?? tokens;
  if (typeof counts !== "object" || counts === null) return {};
  const { inputTokens, outputTokens, searchUnits, imageTokens, image_tokens } = fieldsOf<CountFields>(counts);
  return {
    usage: {
      ...inputOf(inputTokens ?? undefined, imageTokens ?? image_tokens ?? undefined),
      outputTokens,
      ...(isTokenCount(searchUnits) && searchUnits > 0 ? { units: { searchUnits } } : {}),
    },
  };
}

/** Text and images are billed apart, at prices of their own; the whole is what both come to. */
function inputOf(text: unknown, images: unknown): RawUsage {
  if (images === undefined) return { inputTokens: text };
  const isKnown = isTokenCount(images) && (text === undefined || isTokenCount(text));
  return { inputTokens: isKnown ? images + (text ?? 0) : text, inputImageTokens: images };
}
