// SPDX-License-Identifier: Apache-2.0
import type { Operation, Usage } from "@outlay/core";

import { conversationOf } from "../conversation-of.ts";
import { RecentMap } from "../recent-map.ts";
import type { Scenario } from "./scenario.ts";

/** Counts of a prompt that say how it was cached. */
const CACHE_COUNTS = [
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite5mTokens",
  "cacheWrite30mTokens",
  "cacheWrite1hTokens",
  "cacheWrite12hTokens",
  "cacheReadAudioTokens",
  "cacheReadImageTokens",
] as const satisfies readonly (keyof Usage)[];

/** Conversations whose history a scenario keeps account of. */
const MAX_CONVERSATIONS = 50_000;

/** A call that is to be priced anew: what was said of its cost does not hold any more. */
export function asked(operation: Operation, change: Partial<Operation>): Operation {
  const { reportedCostUsd: _reported, iterations: _iterations, ...rest } = operation;
  return { ...rest, ...change };
}

/** Counts of which nothing says how the prompt was cached. */
export function withoutCacheCounts(usage: Usage): Usage {
  const rest: { -readonly [Key in keyof Usage]: Usage[Key] } = { ...usage };
  for (const count of CACHE_COUNTS) delete rest[count];
  return rest;
}

/**
 * Other models for some.
 *
 * @param models - Model as it was served or asked for, to the model instead. Names are the provider's.
 */
export function withModels(models: ReadonlyMap<string, string>): Scenario {
  const named = [...models].map(([from, to]) => `${from} → ${to}`).join(", ");
  return {
    name: `model ${named}`,
    changesModel: true,
    rewrite(operation) {
      const { responseModel, requestModel } = operation;
      const to = models.get(responseModel ?? "") ?? models.get(requestModel ?? "");
      return to === undefined ? undefined : [asked(operation, { requestModel: to, responseModel: to })];
    },
  };
}

/** Every prompt read anew by the model. */
export function withoutCache(): Scenario {
  return {
    name: "no prompt cache",
    rewrite(operation) {
      if (operation.usage === undefined) return "unknown";
      return [asked(operation, { usage: { ...withoutCacheCounts(operation.usage), cacheReadTokens: 0 } })];
    },
  };
}

/** Another service tier, in the vendor's word: `batch`, `flex`. Where a model has no price for it, the call is not priced. */
export function withServiceTier(serviceTier: string): Scenario {
  return {
    name: `service tier ${serviceTier}`,
    rewrite: (operation) => [asked(operation, { serviceTier })],
  };
}

/** When and how far a history is made shorter. */
export interface CompactionRule {
  readonly aboveTokens: number;
  /** Share of the prompt that is left. */
  readonly keptShare: number;
}

/**
 * Histories made shorter by a summary of the same model, whenever a prompt gets too long. What was cut stays cut for the
 * rest of the conversation.
 */
export function withCompaction({ aboveTokens, keptShare }: CompactionRule): Scenario {
  const cut = new RecentMap<{ tokens: number }>({ maxEntries: MAX_CONVERSATIONS, letGo: () => undefined });
  return {
    name: `compaction above ${aboveTokens} tokens, ${Math.round(keptShare * 100)} % kept`,
    rewrite(operation) {
      const { usage } = operation;
      const conversation = conversationOf(operation);
      if (usage?.inputTokens === undefined || conversation === undefined) return "unknown";
      const { inputTokens } = usage;
      return cut.use(
        conversation,
        () => ({ tokens: 0 }),
        (state) => {
          // A prompt shorter than what was cut is another agent's.
          if (state.tokens >= inputTokens) return undefined;
          const left = inputTokens - state.tokens;
          if (left <= aboveTokens)
            return state.tokens === 0 ? undefined : [shortened(operation, usage, state.tokens, 0)];
          const keptTokens = Math.round(left * keptShare);
          state.tokens += left - keptTokens;
          const summary = { inputTokens: left, cacheReadTokens: left, outputTokens: keptTokens };
          return [asked(operation, { usage: summary }), shortened(operation, usage, state.tokens, keptTokens)];
        },
      );
    },
  };
}

/** The call with part of its history cut out of what the cache was read for; `newTokens` of the rest were not cached. */
function shortened(operation: Operation, usage: Usage, cutTokens: number, newTokens: number): Operation {
  const { inputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  const left = inputTokens - cutTokens;
  const isCached = cacheReadTokens + cacheWriteTokens > 0;
  const read = newTokens > 0 ? 0 : Math.max(0, cacheReadTokens - cutTokens);
  const written = newTokens > 0 && isCached ? left : Math.min(cacheWriteTokens, left - read);
  const {
    cacheWrite5mTokens: _5m,
    cacheWrite1hTokens: _1h,
    cacheWrite30mTokens: _30m,
    cacheWrite12hTokens: _12h,
    ...rest
  } = usage;
  return asked(operation, { usage: { ...rest, inputTokens: left, cacheReadTokens: read, cacheWriteTokens: written } });
}
