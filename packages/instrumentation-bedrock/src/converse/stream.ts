// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";
import type { ResponseFacts, StreamReducer } from "@outlay/core";

import { BlockCollector } from "../block-collector.ts";
import type { ConverseEventFields, ConverseResponseFields } from "../internal-types.ts";
import { converseFacts } from "./response.ts";

/**
 * Puts the answer together from the events of a stream, of ConverseStream or of Nova's own.
 *
 * Everything that a price depends on is in the last event, `metadata`: a stream that is left before it has no usage.
 */
export class ConverseStreamReducer implements StreamReducer {
  readonly #blocks: BlockCollector;
  #stopReason: unknown;
  #metadata: Partial<ConverseResponseFields> = {};

  constructor(keepContent: boolean) {
    this.#blocks = new BlockCollector(keepContent);
  }

  push(chunk: unknown): boolean {
    const event = fieldsOf<ConverseEventFields>(chunk);
    if (event.contentBlockDelta !== undefined) this.#blocks.addDelta(event.contentBlockDelta);
    else if (event.contentBlockStart !== undefined) this.#blocks.open(event.contentBlockStart);
    else if (event.messageStop !== undefined)
      this.#stopReason = fieldsOf<{ stopReason: unknown }>(event.messageStop).stopReason;
    else if (event.metadata !== undefined) this.#metadata = fieldsOf<ConverseResponseFields>(event.metadata);
    return false;
  }

  finish(): ResponseFacts {
    const output = { message: { content: this.#blocks.blocks() } };
    return converseFacts({ ...this.#metadata, output, stopReason: this.#stopReason });
  }
}
