// SPDX-License-Identifier: Apache-2.0
import type { PromptBlock, PromptFingerprint } from "@outlay/core";

import type { AnalyzedCall, PriceCall } from "../analyzed-call.ts";
import { blockEnds, commonBlocks } from "./block-tokens.ts";
import { CarriedCosts } from "./carried-costs.ts";
import { Compaction, looksCompacted } from "./compaction.ts";
import type { CompactionReport } from "./compaction.ts";
import { InputBill } from "./input-bill.ts";
import { Thread } from "./thread.ts";

/** Threads of one conversation that are followed at once; of more, those longest without a call are let go. */
const MAX_THREADS = 8;
const MAX_USED_TOOLS = 2_000;

/** Calls after which a prompt has a history that can be made shorter. */
const MIN_CALLS = 3;

/** What one call sent that its conversation had sent before. */
export interface ResentContext {
  readonly tokens: number;
  /** `undefined` where the price is not known. */
  readonly picoUsd: number | undefined;
}

/** Context of one conversation: how it grows, what is sent again, and what that costs. */
export class Conversation {
  readonly id: string;
  readonly carried: CarriedCosts = new CarriedCosts();
  readonly usedTools: Set<string> = new Set();
  calls = 0;
  inputTokens = 0;
  /** Tokens that an earlier call of the conversation had sent already. */
  resentTokens = 0;
  /** pico-USD of those, over calls whose price is known. */
  resentPicoUsd = 0;
  inputPicoUsd = 0;
  /** Calls whose prompt is not known: what they read from the cache is all that is known to be sent again. */
  callsWithoutPrompt = 0;
  unpricedCalls = 0;
  firstTokens = 0;
  lastTokens = 0;
  readonly #compactions: { readonly thread: Thread; readonly compaction: Compaction }[] = [];
  #threads: Thread[] = [];

  readonly #sharesOut: boolean;

  /** @param sharesOut - Whether each bill is shared out among the blocks of its prompt, which takes most of the time. */
  constructor(id: string, sharesOut = true) {
    this.id = id;
    this.#sharesOut = sharesOut;
  }

  /** Blocks kept to compare the next prompts with. */
  get heldBlocks(): number {
    return this.#threads.reduce((sum, { blocks }) => sum + blocks.length, 0);
  }

  /** Of the longest thread. */
  get growthTokensPerCall(): number | undefined {
    return this.#threads.toSorted((a, b) => b.growth.calls - a.growth.calls)[0]?.growth.tokensPerCall;
  }

  get compactions(): readonly CompactionReport[] {
    return this.#compactions.filter(({ thread }) => thread.wasCut).map(({ compaction }) => compaction.report());
  }

  /** @returns What the call sent again; `undefined` where its input is not known. */
  add({ operation, cost }: AnalyzedCall, price: PriceCall): ResentContext | undefined {
    for (const { name } of operation.toolCalls ?? []) this.#noteTool(name);
    const bill = InputBill.of(operation, cost);
    if (bill === undefined) return undefined;
    this.#count(bill);
    if (operation.prompt === undefined || operation.prompt.blocks.length === 0)
      return this.#addWithoutPrompt(bill, operation.usage?.cacheReadTokens ?? 0);
    const { blocks } = operation.prompt;
    const ends = blockEnds(blocks, bill.tokens);
    if (this.#sharesOut) this.#shareOut(blocks, ends, bill);
    const { thread, common } = this.#threadOf(operation.prompt);
    this.#follow(thread, common, { operation, cost }, bill, price);
    return this.#countResent(bill, ends[common - 1] ?? 0);
  }

  #shareOut(blocks: readonly PromptBlock[], ends: readonly number[], bill: InputBill): void {
    this.carried.addCall(blocks, ends, bill);
    for (const { kind, toolName } of blocks)
      if (kind === "tool_result" && toolName !== undefined) this.#noteTool(toolName);
  }

  #count(bill: InputBill): void {
    this.calls += 1;
    this.inputTokens += bill.tokens;
    if (this.calls === 1) this.firstTokens = bill.tokens;
    this.lastTokens = bill.tokens;
    if (bill.picoUsd === undefined) this.unpricedCalls += 1;
    else this.inputPicoUsd += bill.picoUsd;
  }

  #addWithoutPrompt(bill: InputBill, cacheReadTokens: number): ResentContext {
    this.callsWithoutPrompt += 1;
    const thread = this.#threads.find(({ keyId }) => keyId === undefined) ?? this.#open(new Thread(undefined));
    thread.extend([], bill.tokens);
    return this.#countResent(bill, this.calls === 1 ? 0 : cacheReadTokens);
  }

  #countResent(bill: InputBill, tokens: number): ResentContext {
    const picoUsd = bill.costOfFirst(tokens);
    this.resentTokens += tokens;
    this.resentPicoUsd += picoUsd ?? 0;
    return { tokens: Math.round(tokens), picoUsd };
  }

  /** The thread that shares most blocks with the prompt. */
  #threadOf({ keyId, blocks }: PromptFingerprint): { readonly thread: Thread | undefined; readonly common: number } {
    let best: Thread | undefined;
    let most = 0;
    for (const thread of this.#threads) {
      if (thread.keyId !== keyId) continue;
      const common = commonBlocks(thread.blocks, blocks);
      if (common > most) [best, most] = [thread, common];
    }
    return { thread: best, common: most };
  }

  #follow(known: Thread | undefined, common: number, call: AnalyzedCall, bill: InputBill, price: PriceCall): void {
    const { operation } = call;
    const { keyId, blocks } = operation.prompt ?? { keyId: undefined, blocks: [] };
    const isCut = known !== undefined && isCutShort(known, common, bill.tokens);
    const goesOn = known !== undefined && !isCut && isSameAgent(known, common, blocks);
    const thread = goesOn ? known : this.#open(new Thread(keyId, isCut ? known : undefined));
    if (isCut) {
      thread.compaction = new Compaction(this.id, known, operation, bill, price);
      this.#compactions.push({ thread, compaction: thread.compaction });
    } else {
      thread.compaction?.add(blocks.slice(common));
    }
    thread.extend(blocks, bill.tokens);
    this.#threads = [...this.#threads.filter((one) => one !== thread), thread];
  }

  #open(thread: Thread): Thread {
    this.#threads = [...this.#threads.slice(1 - MAX_THREADS), thread];
    return thread;
  }

  #noteTool(name: string): void {
    if (this.usedTools.size < MAX_USED_TOOLS) this.usedTools.add(name);
  }
}

/** Whether the prompt has lost part of what the thread had sent. */
function isCutShort(known: Thread, common: number, tokens: number): boolean {
  return known.growth.calls >= MIN_CALLS && common < known.blocks.length && looksCompacted(known.tokens, tokens);
}

/** Whether more than tools and instructions is shared, which many agents have in common. */
function isSameAgent(known: Thread, common: number, blocks: readonly PromptBlock[]): boolean {
  return common === known.blocks.length || blocks[common - 1]?.section === "messages";
}
