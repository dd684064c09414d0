// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, textOf } from "@outlay/core";
import type { ResponseFacts, StreamReducer } from "@outlay/core";

import type { StreamEventV1Fields } from "./internal-types.ts";
import { errorOfReason } from "./response.ts";

/** Folds the events of `chatStream()` and `generateStream()` of the first version: the last one repeats the answer. */
export class StreamV1 implements StreamReducer {
  readonly #read: (answer: unknown) => ResponseFacts;
  readonly #keepContent: boolean;
  #id: unknown;
  #text = "";
  #end: Partial<StreamEventV1Fields> | undefined;

  /** @param read - Reads the answer that the last event repeats. */
  constructor(read: (answer: unknown) => ResponseFacts, keepContent: boolean) {
    this.#read = read;
    this.#keepContent = keepContent;
  }

  push(value: unknown): boolean {
    const event = fieldsOf<StreamEventV1Fields>(value);
    this.#id ??= event.generationId;
    if (event.eventType === "stream-end") this.#end = event;
    if (this.#keepContent && event.eventType === "text-generation") this.#text += textOf(event.text) ?? "";
    return false;
  }

  finish(): ResponseFacts {
    if (this.#end === undefined) return { id: textOf(this.#id), finishReasons: ["error"], content: this.#cutContent };
    const { finishReason, response } = this.#end;
    const facts = this.#read(response);
    const reason = textOf(finishReason);
    return {
      ...facts,
      id: facts.id ?? textOf(this.#id),
      finishReasons: reason === undefined ? facts.finishReasons : [reason],
      ...errorOfReason(reason),
    };
  }

  readonly #cutContent: NonNullable<ResponseFacts["content"]> = () => ({
    outputMessages: [{ role: "assistant", parts: [{ type: "text", content: this.#text }], finish_reason: "error" }],
  });
}
