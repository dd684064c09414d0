// SPDX-License-Identifier: Apache-2.0
import { answerError, fieldsOf } from "@outlay/core";
import type { ResponseFacts, StreamReducer } from "@outlay/core";

import type { ResponseEventFields } from "../internal-types.ts";
import { responsesResponse } from "./response.ts";

const LAST_EVENTS = new Set(["response.completed", "response.incomplete", "response.failed"]);

/**
 * Folds the events of a streamed response.
 *
 * The last event carries the whole response. Until it comes, the first one tells who answers, and the items that are
 * done so far stand in for the output.
 */
export class ResponsesStream implements StreamReducer {
  #first: unknown;
  #last: unknown;
  #error: unknown;
  readonly #items: unknown[] = [];

  push(value: unknown): boolean {
    const event = fieldsOf<ResponseEventFields>(value);
    const { type } = event;
    // Nearly all events are deltas, which tell nothing that the items do not.
    if (typeof type !== "string" || type.endsWith(".delta")) return false;
    if (type === "response.output_item.done") this.#items.push(event.item);
    else if (LAST_EVENTS.has(type)) this.#last = event.response;
    // Versions 5 and 6 hand this event out, the others throw it.
    else if (type === "error") this.#error = event;
    else if (event.response !== undefined) this.#first ??= event.response;
    return false;
  }

  finish(): ResponseFacts {
    if (this.#last !== undefined) return responsesResponse(this.#last);
    const {
      usage: _unknown,
      finishReasons: _open,
      ...facts
    } = responsesResponse({
      ...fieldsOf<Record<string, unknown>>(this.#first),
      output: this.#items,
    });
    return {
      ...facts,
      finishReasons: this.#first === undefined ? undefined : ["error"],
      errorType: answerError(this.#error) ?? facts.errorType,
    };
  }
}
