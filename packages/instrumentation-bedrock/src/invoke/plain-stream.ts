// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf } from "@outlay/core";
import type { ResponseFacts, StreamReducer } from "@outlay/core";

import { answerFacts } from "./answer.ts";

/** Where the models have the text of a chunk. */
interface TextFields {
  readonly generation: unknown;
  readonly outputText: unknown;
  readonly completion: unknown;
  readonly text: unknown;
  readonly outputs: unknown;
}

/** Chunks that have the shape of the whole answer: Llama, Mistral, Titan, Cohere, older Claude. */
export class PlainStream implements StreamReducer {
  readonly #keepContent: boolean;
  readonly #pieces: string[] = [];
  readonly #last: Record<string, unknown> = {};

  constructor(keepContent: boolean) {
    this.#keepContent = keepContent;
  }

  /** What is said once stays said: the prompt's count comes with the first chunk, the reason with the last. */
  push(chunk: unknown): boolean {
    const { generation, outputText, completion, text, outputs, ...rest } = fieldsOf<TextFields>(chunk);
    const { text: nested, ...reasons } = fieldsOf<{ text: unknown }>(listOf(outputs)[0]);
    if (this.#keepContent) {
      const piece = generation ?? outputText ?? completion ?? text ?? nested;
      if (typeof piece === "string") this.#pieces.push(piece);
    }
    for (const [name, value] of Object.entries({ ...rest, ...reasons }))
      if (value !== null && value !== undefined) this.#last[name] = value;
    return false;
  }

  /** Counts of the output grow with every chunk; only Bedrock's own, after the last one, are the whole. */
  finish(): ResponseFacts {
    const facts = answerFacts({ ...this.#last, text: this.#pieces.join("") });
    if (facts.usage === undefined) return facts;
    const { outputTokens: _soFar, ...usage } = facts.usage;
    return { ...facts, usage, usageStatus: usage.inputTokens === undefined ? "missing" : "partial" };
  }
}
