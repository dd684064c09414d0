// SPDX-License-Identifier: Apache-2.0
import { completionResponse, fieldsOf, listOf, textOf } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";

import type { AnswerFields, GenerationFields } from "./internal-types.ts";
import { usageFromCohere } from "./usage.ts";
import { wireAnswer, wireMessage } from "./wire.ts";
import type { Wire } from "./wire.ts";

/** Reads a whole answer of `v2.chat()`. No answer of Cohere's says which model gave it. */
export function chatAnswer(value: unknown): ResponseFacts {
  const { id, message, finishReason, usage } = fieldsOf<AnswerFields>(value);
  if (message === undefined) return { id: textOf(id), ...usageFromCohere(usage) };
  return answerFacts({ id, choices: [{ message: wireMessage(message), finish_reason: finishReason }] }, usage);
}

/** Reads a whole answer of `chat()` of the first version. */
export function chatAnswerV1(value: unknown): ResponseFacts {
  const { generationId, text, toolCalls, finishReason, meta } = fieldsOf<AnswerFields>(value);
  const choice = { message: wireAnswer(text, toolCalls), finish_reason: finishReason };
  return answerFacts({ id: generationId, choices: [choice] }, meta);
}

/** Reads a whole answer of `generate()`. */
export function generateAnswer(value: unknown): ResponseFacts {
  const { id, generations, meta } = fieldsOf<AnswerFields>(value);
  const choices = listOf(generations).map((item) => {
    const { text, finishReason, finish_reason } = fieldsOf<GenerationFields>(item);
    return { text, finish_reason: finishReason ?? finish_reason };
  });
  return answerFacts({ id, choices }, meta);
}

/** Reads a whole answer of `summarize()`. */
export function summarizeAnswer(value: unknown): ResponseFacts {
  const { id, summary, meta } = fieldsOf<AnswerFields>(value);
  return answerFacts({ id, choices: [{ text: summary }] }, meta);
}

/** Reads embeddings or a ranking. */
export function listAnswer(value: unknown): ResponseFacts {
  const { id, meta } = fieldsOf<AnswerFields>(value);
  return { id: textOf(id), ...usageFromCohere(meta) };
}

/** `error.type` of a generation that ended in a failure: `ERROR`, `ERROR_TOXIC`, `ERROR_LIMIT`, `TIMEOUT`. */
export function errorOfReason(reason: unknown): Pick<ResponseFacts, "errorType"> {
  const failure = textOf(reason);
  return failure !== undefined && /^(?:ERROR|TIMEOUT)/.test(failure) ? { errorType: failure } : {};
}

function answerFacts(completion: Wire, usage: unknown): ResponseFacts {
  const facts = completionResponse(completion);
  return { ...facts, ...usageFromCohere(usage), ...errorOfReason(facts.finishReasons?.[0]) };
}
