// SPDX-License-Identifier: Apache-2.0
import { completionResponse, fieldsOf, textOf } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";

import type { AnswerFields } from "./internal-types.ts";
import { embeddingsUsage, generationUsage } from "./usage.ts";
import { answeredMessage } from "./wire.ts";

/** Reads a whole answer of `chat()` or `generate()`. */
export function generationAnswer(value: unknown): ResponseFacts {
  const answer = fieldsOf<AnswerFields>(value);
  const choices = [{ message: answeredMessage(answer), finish_reason: answer.done_reason }];
  return { ...completionResponse({ model: answer.model, choices }), ...generationUsage(answer) };
}

/** Reads embeddings. */
export function embeddingsAnswer(value: unknown): ResponseFacts {
  return { model: textOf(fieldsOf<AnswerFields>(value).model), ...embeddingsUsage(value) };
}
