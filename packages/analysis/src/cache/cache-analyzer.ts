// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

import type { PriceCall } from "../analyzed-call.ts";
import { commonBlocks } from "../context/block-tokens.ts";
import { conversationOf } from "../conversation-of.ts";
import { RecentMap } from "../recent-map.ts";
import type { CacheBreak } from "./cache-break.ts";
import { CacheTotals } from "./cache-report.ts";
import type { CacheReport } from "./cache-report.ts";
import { cacheRulesFor, servedModel } from "./cache-rules.ts";
import type { CacheRules } from "./cache-rules.ts";
import { isCompacted, missCause } from "./miss-cause.ts";
import { costOfMissing, readableTokens } from "./missed-tokens.ts";
import { Openings } from "./openings.ts";
import { breakpointsOfPrompt } from "./prefix-keys.ts";
import { PromptThreads } from "./prompt-threads.ts";
import { roundingTokens, sentPrompt } from "./sent-prompt.ts";
import type { SentPrompt } from "./sent-prompt.ts";
import { toldMiss } from "./told-miss.ts";
import type { Miss } from "./told-miss.ts";

/** What was found out about the cache of one call. */
export interface CacheFinding {
  /** Absent where nothing was lost. */
  readonly broken?: CacheBreak | undefined;
}

/** Bounds of what an analyzer remembers. */
export interface CacheAnalyzerOptions {
  /** Conversations followed at once. @defaultValue 10,000 */
  readonly maxConversations?: number;
  /** Prompt blocks kept for comparison, over all conversations. @defaultValue 200,000 */
  readonly maxBlocks?: number;
}

/** Folds calls into why their prompts were not read from the provider's cache, and what that cost. */
export interface CacheAnalyzer {
  /** @returns `undefined` where nobody can say: no fingerprint of all that was sent, or a cache whose rules are not known. */
  add(operation: Operation): CacheFinding | undefined;
  /** What is known so far. */
  report(): CacheReport;
}

/**
 * Compares each prompt with the one that it goes on from: what of that was kept should have been read.
 *
 * Calls are taken in the order in which they ended. Memory is bounded: of more conversations, those without a call for
 * longest are let go.
 */
export function createCacheAnalyzer(price: PriceCall, options: CacheAnalyzerOptions = {}): CacheAnalyzer {
  const { maxConversations = 10_000, maxBlocks = 200_000 } = options;
  const totals = new CacheTotals();
  const openings = new Openings();
  const followed = new RecentMap<PromptThreads>({
    maxEntries: maxConversations,
    maxWeight: maxBlocks,
    weightOf: ({ heldBlocks }) => heldBlocks,
    letGo: () => undefined,
  });
  const missOf = (threads: PromptThreads, now: SentPrompt, rules: CacheRules): Miss | undefined => {
    const before = threads.before(now);
    if (before !== undefined) now.ancestors = before.ancestors + 1;
    threads.add(now, before);
    if (before !== undefined) return missBetween(before, now, rules);
    const opening = openings.before(now);
    return opening === undefined ? undefined : unstableOpening(opening, now, rules);
  };
  return {
    add(operation) {
      const rules = cacheRulesFor(operation);
      const now = rules === undefined ? undefined : sentPrompt(operation, rules);
      const { cacheDiagnosis: told, startTimeMs: atMs } = operation;
      totals.countCall(operation, now !== undefined || told !== undefined);
      const conversationId = conversationOf(operation) ?? "";
      const found =
        rules === undefined || now === undefined
          ? undefined
          : followed.use(
              conversationId,
              () => new PromptThreads(),
              (threads) => missOf(threads, now, rules),
            );
      const miss = toldMiss(told, found);
      if (miss === undefined) return now === undefined ? undefined : {};
      const { cause, missedTokens } = miss;
      const wastedPicoUsd = costOfMissing(operation, missedTokens, price);
      const model = servedModel(operation);
      const broken = { ...cause, conversationId, atMs, model, missedTokens, wastedPicoUsd };
      totals.countBreak(broken);
      return { broken };
    },
    report: () => totals.report(),
  };
}

function missBetween(before: SentPrompt, now: SentPrompt, rules: CacheRules): Miss | undefined {
  if (isTooShort(before, now, rules)) return { cause: { reason: "below_minimum" }, missedTokens: 0 };
  const missedTokens = missedBetween(before, now);
  // Nearly every call: nothing was lost, and nobody asks why.
  if (missedTokens === 0 && !isCompacted(before, now)) return undefined;
  const cause = missCause(before, now, rules);
  if (cause.reason === "context_compacted") return { cause, missedTokens: 0 };
  return missedTokens > 0 ? { cause, missedTokens } : undefined;
}

/** None where it is no more than places are uncertain. */
function missedBetween(before: SentPrompt, now: SentPrompt): number {
  const missedTokens = readableTokens(before, now) - now.readTokens;
  return missedTokens > roundingTokens(now.tokens) ? missedTokens : 0;
}

/** A request that asks for its prompt to be kept, which the provider silently does not. */
function isTooShort(before: SentPrompt, now: SentPrompt, rules: CacheRules): boolean {
  if (rules.kind !== "explicit" || before.keptTokens > 0 || now.keptTokens > 0) return false;
  const last = breakpointsOfPrompt(now.prompt).at(-1);
  return last !== undefined && (now.ends[last.index] ?? 0) < rules.minimumTokens;
}

/**
 * A conversation begins with instructions that the one before began with too, but for a value that is another each time.
 * Other instructions may be meant to differ: they are no break.
 */
function unstableOpening(before: SentPrompt, now: SentPrompt, rules: CacheRules): Miss | undefined {
  const changed = now.prompt.blocks[commonBlocks(before.prompt.blocks, now.prompt.blocks)];
  const cause = missCause(before, now, rules);
  if (changed === undefined || changed.section === "messages" || cause.looksLike === undefined) return undefined;
  const missedTokens = missedBetween(before, now);
  return missedTokens > 0 ? { cause, missedTokens } : undefined;
}
