// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall, PriceCall } from "../analyzed-call.ts";
import { conversationOf } from "../conversation-of.ts";
import { RecentMap } from "../recent-map.ts";
import type { CarriedCost } from "./carried-costs.ts";
import type { CompactionReport } from "./compaction.ts";
import { ContextTotals } from "./context-totals.ts";
import type { ConversationContext, UnusedTool } from "./context-totals.ts";
import { Conversation } from "./conversation.ts";
import type { ResentContext } from "./conversation.ts";

/** What the prompts of many calls were made of, and what it cost to send them again and again. */
export interface ContextReport {
  readonly calls: number;
  readonly inputTokens: number;
  /** Cost of all input in pico-USD, over calls whose price is known. */
  readonly inputPicoUsd: number;
  /** Tokens that an earlier call of the same conversation had sent already; a lower bound if `callsWithoutPrompt`. */
  readonly resentTokens: number;
  readonly resentPicoUsd: number;
  readonly callsWithoutPrompt: number;
  readonly unpricedCalls: number;
  readonly conversations: number;
  /** By section, kind and tool, the dearest first. */
  readonly carried: readonly CarriedCost[];
  /** What tool definitions cost in conversations that never called the tool, the dearest first. */
  readonly unusedTools: readonly UnusedTool[];
  /** The conversations whose resent tokens cost most. */
  readonly dearest: readonly ConversationContext[];
  /** The most recent. */
  readonly compactions: readonly CompactionReport[];
}

/** Bounds of what an analyzer remembers. */
export interface ContextAnalyzerOptions {
  /** Conversations followed at once. @defaultValue 10,000 */
  readonly maxConversations?: number;
  /** Prompt blocks kept for comparison, over all conversations. @defaultValue 200,000 */
  readonly maxBlocks?: number;
  /** Whether bills are shared out among blocks, for `carried` and `unusedTools`. @defaultValue true */
  readonly sharesOut?: boolean;
}

/** Folds calls into what their context cost. */
export interface ContextAnalyzer {
  /** @returns What the call sent again; `undefined` where its input is not known. */
  add(call: AnalyzedCall): ResentContext | undefined;
  /** What is known so far; conversations that go on are counted as they are. */
  report(): ContextReport;
}

/**
 * Follows conversations and their prompts. Memory is bounded: a conversation without a call for longest is summed up and
 * let go.
 */
export function createContextAnalyzer(price: PriceCall, options: ContextAnalyzerOptions = {}): ContextAnalyzer {
  const { maxConversations = 10_000, maxBlocks = 200_000, sharesOut = true } = options;
  const ended = new ContextTotals();
  const followed = new RecentMap<Conversation>({
    maxEntries: maxConversations,
    maxWeight: maxBlocks,
    weightOf: ({ heldBlocks }) => heldBlocks,
    letGo: (conversation) => ended.add(conversation),
  });
  return {
    add(call) {
      const id = conversationOf(call.operation) ?? "";
      return followed.use(
        id,
        () => new Conversation(id, sharesOut),
        (conversation) => conversation.add(call, price),
      );
    },
    report() {
      const totals = new ContextTotals();
      totals.merge(ended);
      for (const conversation of followed.values()) totals.add(conversation);
      return totals.report();
    },
  };
}
