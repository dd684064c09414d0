// SPDX-License-Identifier: Apache-2.0
import { CompletionStream, fieldsOf } from "@outlay/core";
import type { RequestFacts, ResponseFacts, StreamReducer } from "@outlay/core";

import type { CompletionFields, EventFields } from "./internal-types.ts";
import { usageFromMistral } from "./usage.ts";
import { wireCompletion } from "./wire.ts";

/** Folds the events of a streamed completion. Usage comes with the chunk that has the finish reason. */
export class MistralStream implements StreamReducer {
  readonly #completion: CompletionStream;
  #usage: unknown;

  constructor(_request: RequestFacts, keepContent: boolean) {
    this.#completion = new CompletionStream({ keepContent });
  }

  push(event: unknown): boolean {
    const { data } = fieldsOf<EventFields>(event);
    this.#usage = fieldsOf<CompletionFields>(data).usage ?? this.#usage;
    return this.#completion.push(wireCompletion(data));
  }

  finish(complete: boolean): ResponseFacts {
    const billed = usageFromMistral(this.#usage);
    const isCut = !complete && billed.usage !== undefined;
    return { ...this.#completion.finish(complete), ...billed, ...(isCut ? { usageStatus: "partial" } : {}) };
  }
}
