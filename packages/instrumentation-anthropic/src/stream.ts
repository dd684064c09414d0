// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, textOf } from "@outlay/core";
import type { ResponseFacts, StreamReducer } from "@outlay/core";

import type { BlockFields, DeltaFields, MessageFields, StreamEventFields, UsageFields } from "./internal-types.ts";
import { responseFromMessage } from "./response.ts";

/** What the SDK's own spans call a stream that the server ends before the message is over. */
const CUT_SHORT = "api_error";

type Writable<Shape> = { -readonly [Name in keyof Shape]?: unknown };

/** A content block as far as it has arrived. */
interface OpenBlock {
  /** A copy: the SDK's stream helper goes on writing to the event's own. */
  readonly opening: Partial<BlockFields>;
  readonly pieces: string[];
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
  #message: Writable<MessageFields> | undefined;
  #usage: Writable<UsageFields> | undefined;
  #outputIsFinal = false;
  #ended = false;

  constructor(keepContent: boolean) {
    this.#keepContent = keepContent;
  }

  push(chunk: unknown): boolean {
    const event = fieldsOf<StreamEventFields>(chunk);
    switch (event.type) {
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
      case "message_stop":
        this.#ended = true;
        break;
      default:
    }
    return false;
  }

  finish(complete: boolean): ResponseFacts {
    const facts = responseFromMessage({ ...this.#message, usage: this.#usage, content: this.#blocks.map(wholeBlock) });
    return {
      ...facts,
      ...(this.#usage === undefined || this.#outputIsFinal ? {} : { usageStatus: "partial" }),
      ...(complete && !this.#ended ? { errorType: CUT_SHORT } : {}),
    };
  }

  #start(value: unknown): void {
    const { id, model, usage } = fieldsOf<MessageFields>(value);
    this.#message = { id, model };
    if (typeof usage !== "object" || usage === null) return;
    const { output_tokens: _placeholder, output_tokens_details: _details, ...known } = fieldsOf<UsageFields>(usage);
    this.#usage = known;
  }

  #openBlock(value: unknown): void {
    const block = fieldsOf<BlockFields>(value);
    if (block.type === "fallback") {
      // Another model goes on from here, and answers for the message.
      const model = textOf(fieldsOf<MessageFields>(block.to).model);
      if (model !== undefined && this.#message !== undefined) this.#message.model = model;
    }
    const { type, id, name, tool_use_id } = block;
    const content = this.#keepContent ? block.content : undefined;
    this.#blocks.push({ opening: { type, id, name, tool_use_id, content }, pieces: [] });
  }

  #addDelta(value: unknown): void {
    const delta = fieldsOf<DeltaFields>(value);
    const piece = delta.text ?? delta.thinking ?? delta.partial_json;
    if (typeof piece === "string") this.#blocks.at(-1)?.pieces.push(piece);
  }

  #addTotals(event: Partial<StreamEventFields>): void {
    this.#ended = true;
    const stopReason = fieldsOf<DeltaFields>(event.delta).stop_reason;
    this.#message ??= {};
    if (stopReason !== null && stopReason !== undefined) this.#message.stop_reason = stopReason;
    if (typeof event.usage !== "object" || event.usage === null) return;
    const totals = fieldsOf<UsageFields>(event.usage);
    this.#usage ??= {};
    for (const name of Object.keys(totals) as (keyof UsageFields)[]) {
      if (totals[name] !== null && totals[name] !== undefined) this.#usage[name] = totals[name];
    }
    this.#outputIsFinal = this.#usage.output_tokens !== undefined;
  }
}

function wholeBlock({ opening, pieces }: OpenBlock): Partial<BlockFields> {
  if (pieces.length === 0) return opening;
  const text = pieces.join("");
  if (opening.type === "text") return { ...opening, text };
  if (opening.type === "thinking") return { ...opening, thinking: text };
  return { ...opening, input: jsonOrText(text) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
