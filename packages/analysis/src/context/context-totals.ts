// SPDX-License-Identifier: Apache-2.0
import { CarriedCosts } from "./carried-costs.ts";
import type { CompactionReport } from "./compaction.ts";
import type { ContextReport } from "./context-analyzer.ts";
import type { Conversation } from "./conversation.ts";

/** What a tool's definition cost in conversations that never called it. */
export interface UnusedTool {
  readonly toolName: string;
  readonly conversations: number;
  /** Tokens of the definition, counted again in each call that carried it. */
  readonly tokens: number;
  readonly picoUsd: number | undefined;
}

/** How the context of one conversation grew. */
export interface ConversationContext {
  readonly id: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly resentTokens: number;
  readonly resentPicoUsd: number;
  readonly inputPicoUsd: number;
  readonly firstTokens: number;
  readonly lastTokens: number;
  /** Slope of a least-squares line through the prompt sizes of its longest thread. */
  readonly growthTokensPerCall: number | undefined;
}

const MAX_DEAREST = 50;
const MAX_COMPACTIONS = 100;
const MAX_UNUSED = 2_000;

const COUNTS = [
  "calls",
  "inputTokens",
  "inputPicoUsd",
  "resentTokens",
  "resentPicoUsd",
  "callsWithoutPrompt",
  "unpricedCalls",
] as const;
type Count = (typeof COUNTS)[number];

/** Sums over conversations, in bounded memory. */
export class ContextTotals {
  #counts: Record<Count, number> = {
    calls: 0,
    inputTokens: 0,
    inputPicoUsd: 0,
    resentTokens: 0,
    resentPicoUsd: 0,
    callsWithoutPrompt: 0,
    unpricedCalls: 0,
  };
  #conversations = 0;
  readonly #carried = new CarriedCosts();
  readonly #unused = new Map<string, UnusedTool>();
  #dearest: readonly ConversationContext[] = [];
  #compactions: readonly CompactionReport[] = [];

  add(conversation: Conversation): void {
    for (const name of COUNTS) this.#counts[name] += conversation[name];
    this.#conversations += 1;
    this.#carried.merge(conversation.carried);
    for (const { toolName, tokens, picoUsd } of conversation.carried.definitions()) {
      if (!conversation.usedTools.has(toolName)) this.#addUnused({ toolName, conversations: 1, tokens, picoUsd });
    }
    this.#keepDearest([contextOf(conversation)]);
    this.#keepCompactions(conversation.compactions);
  }

  merge(other: ContextTotals): void {
    for (const name of COUNTS) this.#counts[name] += other.#counts[name];
    this.#conversations += other.#conversations;
    this.#carried.merge(other.#carried);
    for (const unused of other.#unused.values()) this.#addUnused(unused);
    this.#keepDearest(other.#dearest);
    this.#keepCompactions(other.#compactions);
  }

  report(): ContextReport {
    return {
      ...this.#counts,
      resentTokens: Math.round(this.#counts.resentTokens),
      conversations: this.#conversations,
      carried: this.#carried.list(),
      unusedTools: [...this.#unused.values()].toSorted((a, b) => (b.picoUsd ?? 0) - (a.picoUsd ?? 0)),
      dearest: this.#dearest,
      compactions: this.#compactions,
    };
  }

  #addUnused(more: UnusedTool): void {
    const known = this.#unused.get(more.toolName);
    if (known === undefined && this.#unused.size >= MAX_UNUSED) return;
    const amounts = [known?.picoUsd, more.picoUsd].filter((amount) => amount !== undefined);
    this.#unused.set(more.toolName, {
      toolName: more.toolName,
      conversations: (known?.conversations ?? 0) + more.conversations,
      tokens: (known?.tokens ?? 0) + more.tokens,
      picoUsd: amounts.length === 0 ? undefined : amounts.reduce((sum, amount) => sum + amount, 0),
    });
  }

  #keepDearest(more: readonly ConversationContext[]): void {
    const last = this.#dearest[MAX_DEAREST - 1];
    const worthy = last === undefined ? more : more.filter(({ resentPicoUsd }) => resentPicoUsd > last.resentPicoUsd);
    if (worthy.length === 0) return;
    const all = [...this.#dearest, ...worthy];
    this.#dearest = all.toSorted((a, b) => b.resentPicoUsd - a.resentPicoUsd).slice(0, MAX_DEAREST);
  }

  #keepCompactions(more: readonly CompactionReport[]): void {
    if (more.length === 0) return;
    const all = [...this.#compactions, ...more];
    this.#compactions = all.toSorted((a, b) => b.atMs - a.atMs).slice(0, MAX_COMPACTIONS);
  }
}

function contextOf(conversation: Conversation): ConversationContext {
  const { id, calls, inputTokens, resentTokens, resentPicoUsd, inputPicoUsd, firstTokens, lastTokens } = conversation;
  return {
    id,
    calls,
    inputTokens,
    resentTokens: Math.round(resentTokens),
    resentPicoUsd,
    inputPicoUsd,
    firstTokens,
    lastTokens,
    growthTokensPerCall: conversation.growthTokensPerCall,
  };
}
