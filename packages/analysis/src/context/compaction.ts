// SPDX-License-Identifier: Apache-2.0
import type { Operation, PromptBlock } from "@outlay/core";

import type { PriceCall } from "../analyzed-call.ts";
import type { InputBill } from "./input-bill.ts";

/** A conversation whose history was made shorter, and whether that has paid. */
export interface CompactionReport {
  readonly conversationId: string;
  readonly atMs: number;
  /** Prompt before and after, in tokens. */
  readonly beforeTokens: number;
  readonly afterTokens: number;
  /** What the first shorter prompt cost beyond reading the long one from the cache once more, in pico-USD. */
  readonly spentPicoUsd: number | undefined;
  /** What the calls since would have cost more with the history as it was, in pico-USD. */
  readonly savedPicoUsd: number | undefined;
  readonly callsSince: number;
  /** Calls after which it has paid; `undefined` where a price is not known, or it never can. */
  readonly paybackCalls: number | undefined;
  /** Tool calls since, and how many of them were made before with the same arguments. */
  readonly toolCallsSince: number;
  readonly refetches: number;
}

/** A prompt that is shorter than this share of the one before it has lost some of it. */
const SHRUNK_TO = 0.8;
/** Shorter prompts vary for other reasons. */
const MIN_TOKENS = 2_000;

/** Whether a conversation has lost part of its history between two prompts. */
export function looksCompacted(beforeTokens: number, afterTokens: number): boolean {
  return beforeTokens >= MIN_TOKENS && afterTokens <= beforeTokens * SHRUNK_TO;
}

/** Follows a conversation from the call on that made its history shorter. */
export class Compaction {
  readonly #conversationId: string;
  readonly #atMs: number;
  readonly #beforeTokens: number;
  readonly #afterTokens: number;
  readonly #readPicoUsdPerToken: number | undefined;
  readonly #spentPicoUsd: number | undefined;
  readonly #madeBefore: ReadonlySet<string>;
  #callsSince = 0;
  #toolCallsSince = 0;
  #refetches = 0;

  constructor(
    conversationId: string,
    before: { readonly tokens: number; readonly blocks: readonly PromptBlock[] },
    operation: Operation,
    bill: InputBill,
    price: PriceCall,
  ) {
    this.#conversationId = conversationId;
    this.#atMs = operation.startTimeMs;
    this.#beforeTokens = before.tokens;
    this.#afterTokens = bill.tokens;
    this.#madeBefore = new Set(before.blocks.map((block) => toolCallKey(block)).filter((key) => key !== undefined));
    const reading = costOfReading(before.tokens, operation, price);
    this.#readPicoUsdPerToken = reading === undefined ? undefined : reading / before.tokens;
    if (reading !== undefined && bill.picoUsd !== undefined)
      this.#spentPicoUsd = Math.max(0, Math.round(bill.picoUsd - reading));
  }

  /** Adds a later call of the conversation by the blocks that are new in it. */
  add(newBlocks: readonly PromptBlock[]): void {
    this.#callsSince += 1;
    for (const block of newBlocks) {
      const key = toolCallKey(block);
      if (key === undefined) continue;
      this.#toolCallsSince += 1;
      if (this.#madeBefore.has(key)) this.#refetches += 1;
    }
  }

  report(): CompactionReport {
    const rate = this.#readPicoUsdPerToken;
    const savedPerCall = rate === undefined ? undefined : (this.#beforeTokens - this.#afterTokens) * rate;
    const spent = this.#spentPicoUsd;
    const isPayable = savedPerCall !== undefined && savedPerCall > 0 && spent !== undefined;
    return {
      conversationId: this.#conversationId,
      atMs: this.#atMs,
      beforeTokens: this.#beforeTokens,
      afterTokens: this.#afterTokens,
      spentPicoUsd: spent,
      savedPicoUsd: savedPerCall === undefined ? undefined : Math.round(savedPerCall * this.#callsSince),
      callsSince: this.#callsSince,
      paybackCalls: isPayable ? Math.ceil(spent / savedPerCall) : undefined,
      toolCallsSince: this.#toolCallsSince,
      refetches: this.#refetches,
    };
  }
}

/** Names a tool call by what it asks, whatever its id. */
function toolCallKey({ kind, toolName, valueHash }: PromptBlock): string | undefined {
  return kind === "tool_call" && valueHash !== undefined ? `${toolName ?? ""}\n${valueHash}` : undefined;
}

/** What it would have cost to read so many tokens from the cache with this call, in pico-USD. */
function costOfReading(tokens: number, operation: Operation, price: PriceCall): number | undefined {
  const { iterations: _iterations, reportedCostUsd: _reported, ...asked } = operation;
  const usage = { inputTokens: tokens, cacheReadTokens: tokens, outputTokens: 0 };
  const cost = price({ ...asked, usage, usageStatus: "reported" });
  return cost.status === "unpriced" ? undefined : cost.totalPicoUsd;
}
