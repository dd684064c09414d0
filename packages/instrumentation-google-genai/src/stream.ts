// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";
import type { RequestFacts, ResponseFacts, StreamReducer } from "@outlay/core";

import { Searches } from "./grounding.ts";
import type { AnswerFields, CandidateFields, PartFields } from "./internal-types.ts";
import { answerFacts, blockReason, candidatesOf, partsOf } from "./response.ts";

/** No answer has more candidates or calls of tools; what comes beyond is not kept. */
const MAX_CANDIDATES = 100;
const MAX_CALLS = 1000;

/** A candidate as it grows. */
interface Growing {
  readonly parts: unknown[];
  finishReason: unknown;
}

/**
 * Folds the answers that a stream is made of.
 *
 * Each has the counts so far, and the last one those of the bill: it is the one that says why the model stopped.
 */
export class GeminiStream implements StreamReducer {
  readonly #keepContent: boolean;
  readonly #candidates = new Map<unknown, Growing>();
  readonly #searches = new Searches();
  #answer: Partial<AnswerFields> = {};
  #usage: unknown;
  #hasEnd = false;

  constructor(_request: RequestFacts, keepContent: boolean) {
    this.#keepContent = keepContent;
  }

  push(chunk: unknown): boolean {
    const answer = fieldsOf<AnswerFields>(chunk);
    this.#answer = answer;
    this.#usage = answer.usageMetadata ?? this.#usage;
    if (answer.promptFeedback !== undefined && blockReason(answer) !== undefined) this.#hasEnd = true;
    for (const candidate of candidatesOf(answer)) this.#grow(candidate);
    return false;
  }

  finish(complete: boolean): ResponseFacts {
    const candidates = [...this.#candidates.values()].map(({ parts, finishReason }) => ({
      content: { parts },
      finishReason,
    }));
    const answer = { ...this.#answer, usageMetadata: this.#usage };
    return answerFacts(answer, candidates, this.#searches, complete && this.#hasEnd);
  }

  #grow(candidate: Partial<CandidateFields>): void {
    const { index = 0, finishReason } = candidate;
    this.#searches.add(candidate);
    if (finishReason !== undefined) this.#hasEnd = true;
    const known = this.#candidates.get(index);
    if (known === undefined && this.#candidates.size >= MAX_CANDIDATES) return;
    const growing = known ?? { parts: [], finishReason: undefined };
    if (known === undefined) this.#candidates.set(index, growing);
    growing.finishReason = finishReason ?? growing.finishReason;
    for (const part of partsOf(candidate)) this.#add(part, growing.parts);
  }

  /** Which tools are called is kept always; what is said only where somebody asks. */
  #add(value: unknown, parts: unknown[]): void {
    const { text, thought, functionCall } = fieldsOf<PartFields>(value);
    if (functionCall !== undefined && parts.length < MAX_CALLS) parts.push(value);
    if (!this.#keepContent || typeof text !== "string") return;
    const last = fieldsOf<PartFields>(parts.at(-1));
    if (typeof last.text === "string" && (last.thought === true) === (thought === true))
      parts[parts.length - 1] = { ...last, text: last.text + text };
    else if (parts.length < MAX_CALLS) parts.push({ text, thought });
  }
}
