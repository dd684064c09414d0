// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall } from "../analyzed-call.ts";
import { CallSum } from "./call-sum.ts";
import type { CallTotal } from "./call-sum.ts";
import { outcomeKey } from "./tool-round.ts";
import type { ToolStep } from "./tool-round.ts";

/** A conversation that went round in circles. */
export interface StuckLoop extends CallTotal {
  readonly conversationId: string;
  /** The tools that took turns. */
  readonly tools: readonly string[];
  /** Rounds in a row that brought nothing new. */
  readonly rounds: number;
}

/** Rounds that bring nothing new before a conversation counts as stuck: one may be a check. */
const MIN_ROUNDS = 2;
/** Outcomes remembered of one conversation; a longer one forgets the oldest, and may take them for new. */
const MAX_OUTCOMES = 5_000;
const MAX_TOOLS = 8;

/**
 * Whether a conversation gets on: a round of tools is progress when one of its calls was not made before, or was answered
 * otherwise. A poll whose answer changes is progress; an error that comes again is not.
 */
export class Progress {
  /** Calls that were given nothing new to read since the last progress. */
  readonly #since = new CallSum();
  readonly #outcomes = new Set<string>();
  readonly #tools = new Set<string>();
  #idleRounds = 0;
  #asksForTools = false;

  /** @param round - The tools that ran since the call before; empty where it asked for none. */
  add(call: AnalyzedCall, round: readonly ToolStep[]): void {
    if (this.#isNew(round)) this.#start();
    else if (round.length > 0) this.#idle(round);
    if (this.#idleRounds > 0) this.#since.add(call);
    this.#asksForTools = (call.operation.toolCalls?.length ?? 0) > 0 || call.operation.status !== "ok";
  }

  /** The loop that the conversation is in now. */
  loop(conversationId: string): StuckLoop | undefined {
    if (this.#idleRounds < MIN_ROUNDS) return undefined;
    return { conversationId, tools: [...this.#tools], rounds: this.#idleRounds, ...this.#since.total() };
  }

  /** What was spent after the last progress of a conversation that ended without an answer. */
  tail(): CallTotal | undefined {
    return this.#asksForTools && this.#idleRounds > 0 ? this.#since.total() : undefined;
  }

  #isNew(round: readonly ToolStep[]): boolean {
    let isNew = false;
    for (const step of round) {
      const key = outcomeKey(step);
      // What is not known may be new.
      isNew ||= key === undefined || !this.#outcomes.has(key);
      if (key !== undefined) this.#remember(key);
    }
    return isNew;
  }

  #remember(key: string): void {
    this.#outcomes.add(key);
    if (this.#outcomes.size <= MAX_OUTCOMES) return;
    for (const oldest of this.#outcomes) {
      this.#outcomes.delete(oldest);
      return;
    }
  }

  #start(): void {
    this.#since.clear();
    this.#tools.clear();
    this.#idleRounds = 0;
  }

  #idle(round: readonly ToolStep[]): void {
    this.#idleRounds += 1;
    for (const { name } of round) if (this.#tools.size < MAX_TOOLS) this.#tools.add(name);
  }
}
