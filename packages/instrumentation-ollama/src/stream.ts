// SPDX-License-Identifier: Apache-2.0
import { CompletionStream, fieldsOf, listOf } from "@outlay/core";
import type { RequestFacts, ResponseFacts, StreamReducer } from "@outlay/core";

import type { AnswerFields, ToolCallFields } from "./internal-types.ts";
import { generationUsage } from "./usage.ts";
import { answeredMessage } from "./wire.ts";
import type { Wire } from "./wire.ts";

/** Folds the pieces of a streamed answer. The last one, which says that it is done, has the counts. */
export class OllamaStream implements StreamReducer {
  readonly #completion: CompletionStream;
  #last: unknown;
  #toolCalls = 0;

  constructor(_request: RequestFacts, keepContent: boolean) {
    this.#completion = new CompletionStream({ keepContent });
  }

  push(value: unknown): boolean {
    const piece = fieldsOf<AnswerFields>(value);
    const message = answeredMessage(piece);
    if (piece.done === true) this.#last = value;
    const delta = { ...message, tool_calls: listOf(message["tool_calls"]).map((call) => this.#wireToolCall(call)) };
    // Old servers give no reason.
    const finish_reason = piece.done === true ? (piece.done_reason ?? "stop") : undefined;
    return this.#completion.push({ model: piece.model, choices: [{ index: 0, delta, finish_reason }] });
  }

  finish(complete: boolean): ResponseFacts {
    return { ...this.#completion.finish(complete), ...generationUsage(this.#last) };
  }

  /** Calls come whole, each with arguments that are no text. */
  #wireToolCall(value: unknown): Wire {
    const { name, arguments: given } = fieldsOf<ToolCallFields>(fieldsOf<ToolCallFields>(value).function);
    const index = this.#toolCalls;
    this.#toolCalls += 1;
    return { ...fieldsOf(value), index, function: { name, arguments: JSON.stringify(given) } };
  }
}
