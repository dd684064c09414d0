// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";

import type { AnswerFields } from "./internal-types.ts";

/** What an answer says of its counts. */
type CountedFacts = Pick<ResponseFacts, "usage" | "usageStatus">;

/**
 * Counts of a generation. Thinking is a part of the answer, which nobody counts apart.
 *
 * @returns A partial usage where one of both counts is left out: older servers leave out the prompt's when they have it
 *   in their cache.
 */
export function generationUsage(value: unknown): CountedFacts {
  const { prompt_eval_count: inputTokens, eval_count: outputTokens } = fieldsOf<AnswerFields>(value);
  if (inputTokens === undefined && outputTokens === undefined) return {};
  const isWhole = inputTokens !== undefined && outputTokens !== undefined;
  return { usage: { inputTokens, outputTokens }, ...(isWhole ? {} : { usageStatus: "partial" }) };
}

/** Counts of embeddings, which have no answer to count. */
export function embeddingsUsage(value: unknown): CountedFacts {
  const { prompt_eval_count: inputTokens } = fieldsOf<AnswerFields>(value);
  return inputTokens === undefined ? {} : { usage: { inputTokens } };
}
