// SPDX-License-Identifier: Apache-2.0
import type { PromptBlock } from "@outlay/core";

import type { AnalyzedCall } from "../analyzed-call.ts";
import { commonBlocks } from "../context/block-tokens.ts";
import { conversationOf } from "../conversation-of.ts";
import { RecentMap } from "../recent-map.ts";
import { CallSum } from "./call-sum.ts";
import type { CallTotal } from "./call-sum.ts";
import { Progress } from "./progress.ts";
import type { StuckLoop } from "./progress.ts";
import { failedToolsOf, retryKindOf } from "./retries.ts";
import type { CallBefore, RetryKind } from "./retries.ts";
import { toolRoundOf } from "./tool-round.ts";
import type { ToolStep } from "./tool-round.ts";

/** What was spent on nothing. The kinds overlap: a loop may be made of retries. */
export interface WasteReport {
  readonly calls: CallTotal;
  /** Calls that failed and were billed all the same, or may have been. */
  readonly failed: CallTotal;
  /** Times an SDK sent a request again by itself; what providers bill for the failed attempts is not told. */
  readonly resends: number;
  readonly retries: Readonly<Record<RetryKind, CallTotal>>;
  /** Calls of conversations that went round in circles, from the first call that was given nothing new. */
  readonly stuck: CallTotal;
  /** The dearest loops. */
  readonly loops: readonly StuckLoop[];
  /** Calls after the last progress of conversations that ended without an answer. */
  readonly afterLastProgress: CallTotal;
  /** Calls without a fingerprint of their prompt: nothing but `failed` and `resends` can be told of them. */
  readonly callsWithoutPrompt: number;
}

/** Bounds of what an analyzer remembers. */
export interface WasteAnalyzerOptions {
  /** Agents in conversations that are followed at once. @defaultValue 10,000 */
  readonly maxAgents?: number;
  /** Prompt blocks kept for comparison, over all of them. @defaultValue 200,000 */
  readonly maxBlocks?: number;
}

/** What can be told of a call at once. */
export interface CallWaste {
  /** The loop that its conversation is stuck in, as long as it is. */
  readonly loop?: StuckLoop | undefined;
  readonly retry?: RetryKind | undefined;
}

/** Folds calls into what was wasted. */
export interface WasteAnalyzer {
  add(call: AnalyzedCall): CallWaste;
  report(): WasteReport;
}

const MAX_LOOPS = 50;

interface Agent {
  readonly conversationId: string;
  readonly progress: Progress;
  before: CallBefore | undefined;
}

/** Sums of agents that are no longer followed, or of all. */
class Ended {
  readonly stuck = new CallSum();
  readonly afterLastProgress = new CallSum();
  loops: readonly StuckLoop[] = [];

  add({ conversationId, progress }: Agent): void {
    const loop = progress.loop(conversationId);
    const tail = progress.tail();
    if (tail !== undefined) this.afterLastProgress.addTotal(tail);
    if (loop === undefined) return;
    this.stuck.addTotal(loop);
    this.loops = [...this.loops, loop].toSorted((a, b) => b.picoUsd - a.picoUsd).slice(0, MAX_LOOPS);
  }

  copy(): Ended {
    const copy = new Ended();
    copy.stuck.addTotal(this.stuck);
    copy.afterLastProgress.addTotal(this.afterLastProgress);
    copy.loops = this.loops;
    return copy;
  }
}

/** Follows agents through their conversations; in bounded memory. */
class Waste implements WasteAnalyzer {
  readonly #ended = new Ended();
  readonly #agents: RecentMap<Agent>;
  readonly #calls = new CallSum();
  readonly #failed = new CallSum();
  readonly #retries = { resent_prompt: new CallSum(), schema_repair: new CallSum(), tool_error: new CallSum() };
  #resends = 0;
  #callsWithoutPrompt = 0;

  constructor({ maxAgents = 10_000, maxBlocks = 200_000 }: WasteAnalyzerOptions) {
    this.#agents = new RecentMap<Agent>({
      maxEntries: maxAgents,
      maxWeight: maxBlocks,
      weightOf: ({ before }) => before?.blocks.length ?? 0,
      letGo: (agent) => this.#ended.add(agent),
    });
  }

  add(call: AnalyzedCall): CallWaste {
    const { operation } = call;
    // Refused before it was sent: nothing was spent.
    if (operation.sent === false) return {};
    this.#calls.add(call);
    this.#resends += operation.resendCount ?? 0;
    if (operation.status === "error") this.#failed.add(call);
    const { prompt } = operation;
    if (prompt === undefined) {
      this.#callsWithoutPrompt += 1;
      return {};
    }
    const conversationId = conversationOf(operation) ?? "";
    return this.#agents.use(
      `${conversationId}\n${JSON.stringify(operation.attributes["gen_ai.agent.name"])}`,
      () => ({ conversationId, progress: new Progress(), before: undefined }),
      (agent) => this.#follow(agent, call, prompt.blocks),
    );
  }

  report(): WasteReport {
    const all = this.#ended.copy();
    for (const agent of this.#agents.values()) all.add(agent);
    const { resent_prompt: resent, schema_repair: repair, tool_error: toolError } = this.#retries;
    return {
      calls: this.#calls.total(),
      failed: this.#failed.total(),
      resends: this.#resends,
      retries: { resent_prompt: resent.total(), schema_repair: repair.total(), tool_error: toolError.total() },
      stuck: all.stuck.total(),
      loops: all.loops,
      afterLastProgress: all.afterLastProgress.total(),
      callsWithoutPrompt: this.#callsWithoutPrompt,
    };
  }

  #follow(agent: Agent, call: AnalyzedCall, blocks: readonly PromptBlock[]): CallWaste {
    const { operation } = call;
    const { newBlocks, round } = newIn(blocks, agent.before);
    const retry = retryKindOf(operation, agent.before, newBlocks, round);
    if (retry !== undefined) this.#retries[retry].add(call);
    agent.progress.add(call, round);
    const { parentSpanId, requestModel: model } = operation;
    agent.before = { parentSpanId, model, blocks, failedTools: failedToolsOf(round) };
    return { loop: agent.progress.loop(agent.conversationId), retry };
  }
}

/** Starts to fold. */
export function createWasteAnalyzer(options: WasteAnalyzerOptions = {}): WasteAnalyzer {
  return new Waste(options);
}

/** What a prompt has beyond that of the call before, and the tools that ran in between. */
function newIn(
  blocks: readonly PromptBlock[],
  before: CallBefore | undefined,
): { readonly newBlocks: readonly PromptBlock[]; readonly round: readonly ToolStep[] } {
  const newBlocks = blocks.slice(commonBlocks(before?.blocks ?? [], blocks));
  return { newBlocks, round: toolRoundOf(newBlocks) };
}
