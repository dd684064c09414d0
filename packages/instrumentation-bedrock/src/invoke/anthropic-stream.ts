// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";
import type { AnthropicUsageFields, ResponseFacts, StreamReducer } from "@outlay/core";

import { BlockCollector } from "../block-collector.ts";
import { answerFacts } from "./answer.ts";

/** An event of Anthropic's stream. */
interface EventFields {
  readonly type: unknown;
  readonly index: unknown;
  readonly message: unknown;
  readonly content_block: unknown;
  readonly delta: unknown;
  readonly usage: unknown;
}

interface DeltaFields {
  readonly text: unknown;
  readonly thinking: unknown;
  readonly partial_json: unknown;
  readonly stop_reason: unknown;
}

interface ToolBlockFields {
  readonly type: unknown;
  readonly id: unknown;
  readonly name: unknown;
}

/** Anthropic's events. The start has the final input, the end the final output; between them the output is not known. */
export class AnthropicStream implements StreamReducer {
  readonly #blocks: BlockCollector;
  #message: object = {};
  #usage: Partial<AnthropicUsageFields> | undefined;
  #stopReason: unknown;
  #outputIsFinal = false;

  constructor(keepContent: boolean) {
    this.#blocks = new BlockCollector(keepContent);
  }

  push(chunk: unknown): boolean {
    const event = fieldsOf<EventFields>(chunk);
    switch (event.type) {
      case "message_start":
        this.#start(event.message);
        break;
      case "content_block_start":
        this.#open(event);
        break;
      case "content_block_delta":
        this.#addDelta(event);
        break;
      case "message_delta":
        this.#addTotals(event);
        break;
      default:
    }
    return false;
  }

  finish(): ResponseFacts {
    const message = { ...this.#message, type: "message", stop_reason: this.#stopReason, usage: this.#usage };
    const facts = answerFacts({ ...message, content: this.#blocks.blocks() });
    return this.#usage === undefined || this.#outputIsFinal ? facts : { ...facts, usageStatus: "partial" };
  }

  #start(value: unknown): void {
    const { id, model, usage } = fieldsOf<{ id: unknown; model: unknown; usage: unknown }>(value);
    this.#message = { id, model };
    if (typeof usage !== "object" || usage === null) return;
    const { output_tokens: _placeholder, ...known } = fieldsOf<AnthropicUsageFields>(usage);
    this.#usage = known;
  }

  #open({ index, content_block }: Partial<EventFields>): void {
    const { type, id, name } = fieldsOf<ToolBlockFields>(content_block);
    if (type === "tool_use")
      this.#blocks.open({ contentBlockIndex: index, start: { toolUse: { toolUseId: id, name } } });
  }

  #addDelta(event: Partial<EventFields>): void {
    const { text, thinking, partial_json } = fieldsOf<DeltaFields>(event.delta);
    const contentBlockIndex = event.index;
    if (text !== undefined) this.#blocks.addDelta({ contentBlockIndex, delta: { text } });
    else if (partial_json !== undefined)
      this.#blocks.addDelta({ contentBlockIndex, delta: { toolUse: { input: partial_json } } });
    else this.#blocks.addDelta({ contentBlockIndex, delta: { reasoningContent: { text: thinking } } });
  }

  /** Totals so far, where `null` means unchanged. */
  #addTotals({ delta, usage }: Partial<EventFields>): void {
    this.#stopReason = fieldsOf<DeltaFields>(delta).stop_reason ?? this.#stopReason;
    if (typeof usage !== "object" || usage === null) return;
    const told = Object.entries(usage).filter(([, count]) => count !== null && count !== undefined);
    this.#usage = { ...this.#usage, ...(Object.fromEntries(told) as Partial<AnthropicUsageFields>) };
    this.#outputIsFinal = this.#usage.output_tokens !== undefined;
  }
}
