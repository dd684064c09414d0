// SPDX-License-Identifier: Apache-2.0
import { CompletionStream, fieldsOf, textOf } from "@outlay/core";
import type { ResponseFacts, StreamReducer } from "@outlay/core";

import type { ContentItemFields, DeltaFields, MessageFields, StreamEventFields } from "./internal-types.ts";
import { errorOfReason } from "./response.ts";
import { usageFromCohere } from "./usage.ts";
import type { Wire } from "./wire.ts";

/** Folds the events of `v2.chatStream()`. Usage comes with the last one, which is final. */
export class ChatStream implements StreamReducer {
  readonly #completion: CompletionStream;
  readonly #keepContent: boolean;
  #end: Partial<DeltaFields> = {};

  constructor(keepContent: boolean) {
    this.#keepContent = keepContent;
    this.#completion = new CompletionStream({ keepContent });
  }

  push(value: unknown): boolean {
    const event = fieldsOf<StreamEventFields>(value);
    const delta = fieldsOf<DeltaFields>(event.delta);
    if (event.type === "message-end") this.#end = delta;
    const choice = this.#choiceOf(event, delta);
    return choice === undefined ? false : this.#completion.push({ id: event.id, choices: [{ index: 0, ...choice }] });
  }

  finish(complete: boolean): ResponseFacts {
    const { finishReason, usage } = this.#end;
    return { ...this.#completion.finish(complete), ...usageFromCohere(usage), ...errorOfReason(finishReason) };
  }

  #choiceOf(event: Partial<StreamEventFields>, delta: Partial<DeltaFields>): Wire | undefined {
    const message = fieldsOf<MessageFields>(delta.message);
    switch (event.type) {
      case "message-start":
        return {};
      case "message-end":
        return { finish_reason: delta.finishReason };
      case "tool-call-start":
      case "tool-call-delta":
        return { delta: { tool_calls: [{ ...fieldsOf(message.toolCalls), index: event.index }] } };
      default:
        return this.#keepContent ? { delta: textsOf(message) } : undefined;
    }
  }
}

function textsOf({ content, toolPlan }: Partial<MessageFields>): Wire {
  const { text, thinking } = fieldsOf<ContentItemFields>(content);
  return { content: text, reasoning: `${textOf(thinking) ?? ""}${textOf(toolPlan) ?? ""}` };
}
