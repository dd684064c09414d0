// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts, StreamReducer } from "@outlay/core";

import { fieldsOf, textOf } from "./internal-types.ts";
import type { BlockFields, Fields, MessageFields, StreamEventFields, UsageFields } from "./internal-types.ts";
import { responseFromMessage } from "./response.ts";

/** A content block as far as it has arrived. Copied: the SDK's stream helper goes on writing to the event's own. */
interface OpenBlock {
  readonly type: unknown;
  readonly id: unknown;
  readonly name: unknown;
  readonly text: string[];
}

/**
 * Puts the message together from the events of a stream.
 *
 * `message_start` has the final input and a placeholder for the output; `message_delta` has totals, where `null`
 * means unchanged. Until it has come, how much was written is not known.
 */
export class MessageStreamReducer implements StreamReducer {
  readonly #keepContent: boolean;
  readonly #blocks: OpenBlock[] = [];
  #message: { -readonly [Name in keyof Fields<MessageFields>]: unknown } | undefined;
  #usage: { -readonly [Name in keyof Fields<UsageFields>]: unknown } | undefined;
  #outputIsFinal = false;

  constructor(keepContent: boolean) {
    this.#keepContent = keepContent;
  }

  push(chunk: unknown): boolean {
    const event = fieldsOf<StreamEventFields>(chunk);
    switch (event?.type) {
      case "content_block_delta":
        if (this.#keepContent) this.#addDelta(event.delta);
        break;
      case "content_block_start":
        this.#openBlock(event.content_block);
        break;
      case "message_start":
        this.#start(event.message);
        break;
      case "message_delta":
        this.#addTotals(event);
        break;
      default:
    }
    return false;
  }

  finish(_complete: boolean): ResponseFacts {
    const facts = responseFromMessage({ ...this.#message, usage: this.#usage, content: this.#blocks.map(wholeBlock) });
    return this.#usage === undefined || this.#outputIsFinal ? facts : { ...facts, usageStatus: "partial" };
  }

  #start(value: unknown): void {
    const { id, model, usage } = fieldsOf<MessageFields>(value) ?? {};
    this.#message = { id, model };
    const atStart = fieldsOf<UsageFields>(usage);
    if (atStart === undefined) return;
    const { output_tokens: _placeholder, output_tokens_details: _details, ...known } = atStart;
    this.#usage = known;
  }

  #openBlock(value: unknown): void {
    const block = fieldsOf<BlockFields>(value) ?? {};
    if (block.type === "fallback") {
      // Another model goes on from here, and answers for the message.
      const model = textOf(fieldsOf<"model">(block.to)?.model);
      if (model !== undefined && this.#message !== undefined) this.#message.model = model;
    }
    this.#blocks.push({ type: block.type, id: block.id, name: block.name, text: [] });
  }

  #addDelta(value: unknown): void {
    const delta = fieldsOf<"text" | "thinking" | "partial_json">(value) ?? {};
    const piece = delta.text ?? delta.thinking ?? delta.partial_json;
    if (typeof piece === "string") this.#blocks.at(-1)?.text.push(piece);
  }

  #addTotals(event: Fields<StreamEventFields>): void {
    const stopReason = fieldsOf<"stop_reason">(event.delta)?.stop_reason;
    this.#message ??= {};
    if (stopReason !== null && stopReason !== undefined) this.#message.stop_reason = stopReason;
    const totals = fieldsOf<UsageFields>(event.usage);
    if (totals === undefined) return;
    this.#usage ??= {};
    for (const name of Object.keys(totals) as UsageFields[]) {
      if (totals[name] !== null && totals[name] !== undefined) this.#usage[name] = totals[name];
    }
    this.#outputIsFinal = this.#usage.output_tokens !== undefined;
  }
}

function wholeBlock(block: OpenBlock): Fields<BlockFields> {
  const text = block.text.join("");
  if (block.type === "text") return { type: block.type, text };
  if (block.type === "thinking") return { type: block.type, thinking: text };
  return { type: block.type, id: block.id, name: block.name, input: jsonOrText(text) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
