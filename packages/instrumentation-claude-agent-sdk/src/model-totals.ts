// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, isTokenCount, textOf } from "@outlay/core";

import type { ModelUsageFields } from "./internal-types.ts";

/** Counts of {@link ModelTotals}, by their names in `modelUsage`. */
const COUNTS = [
  "inputTokens",
  "outputTokens",
  "thinkingTokens",
  "cacheReadInputTokens",
  "cacheCreationInputTokens",
  "cacheCreationEphemeral5mInputTokens",
  "cacheCreationEphemeral1hInputTokens",
  "webSearchRequests",
] as const;

type Count = (typeof COUNTS)[number];

/** What one model used in a conversation, or in a turn of it. Input is without cache; absent is unknown. */
export type ModelTotals = { readonly [Name in Count]?: number } & {
  /** As the conversation names it: an alias, a snapshot, or a platform's id. */
  readonly model: string;
  /** The model behind that name. */
  readonly canonicalModel?: string;
  /** `gen_ai.provider.name` of who served it. */
  readonly provider: string;
};

/** `ModelUsage.provider` in the conventions' names; a gateway is taken for Anthropic's own, which it speaks like. */
const PROVIDERS: Readonly<Record<string, string>> = {
  bedrock: "aws.bedrock",
  mantle: "aws.bedrock",
  vertex: "gcp.vertex_ai",
};

/** Reads `modelUsage` of a result. */
export function totalsFrom(modelUsage: unknown): ModelTotals[] {
  if (typeof modelUsage !== "object" || modelUsage === null) return [];
  return Object.entries(modelUsage).map(([model, value]) => {
    const fields = fieldsOf<ModelUsageFields>(value);
    const canonicalModel = textOf(fields.canonicalModel);
    const totals: { model: string; canonicalModel?: string; provider: string } & { [Name in Count]?: number } = {
      model,
      provider: PROVIDERS[textOf(fields.provider) ?? ""] ?? "anthropic",
    };
    if (canonicalModel !== undefined) totals.canonicalModel = canonicalModel;
    for (const name of COUNTS) {
      const count = fields[name];
      if (isTokenCount(count)) totals[name] = count;
    }
    return totals;
  });
}

/**
 * What was used since the last totals: results carry the sum of a conversation so far, so that adding them up would bill the
 * first turn as often as there are turns.
 *
 * A sum that has become smaller was started anew (`/clear`): all of it is new.
 */
export function usedSince(before: readonly ModelTotals[], now: readonly ModelTotals[]): ModelTotals[] {
  const isAnew = now.some((totals) =>
    isLess(
      totals,
      before.find(({ model }) => model === totals.model),
    ),
  );
  return now.flatMap((totals) => {
    const earlier = isAnew ? undefined : before.find(({ model }) => model === totals.model);
    const used = earlier === undefined ? totals : difference(totals, earlier);
    return COUNTS.some((name) => (used[name] ?? 0) > 0) ? [used] : [];
  });
}

function isLess(now: ModelTotals, before: ModelTotals | undefined): boolean {
  return before !== undefined && COUNTS.some((name) => (now[name] ?? 0) < (before[name] ?? 0));
}

function difference(now: ModelTotals, before: ModelTotals): ModelTotals {
  const counts = COUNTS.flatMap((name) => {
    const count = now[name];
    return count === undefined ? [] : [[name, count - (before[name] ?? 0)] as const];
  });
  return { ...now, ...Object.fromEntries(counts) };
}
