// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, normalizeUsage, textOf, usageFromOpenAICompletion } from "@outlay/core";
import type { Iteration, ResponseFacts } from "@outlay/core";

import type { BreakdownFields, ModelUsageFields } from "./internal-types.ts";

/**
 * What the models behind a compound system used: each is billed at its own rate, the system itself has none.
 *
 * @see https://console.groq.com/docs/compound (pricing), groq-sdk@0.37–1 ChatCompletion.UsageBreakdown
 */
export function iterationsFromBreakdown(breakdown: unknown): Pick<ResponseFacts, "iterations"> {
  const iterations = listOf(fieldsOf<BreakdownFields>(breakdown).models).map(iterationOf);
  return iterations.length === 0 ? {} : { iterations };
}

function iterationOf(value: unknown): Iteration {
  const entry = fieldsOf<ModelUsageFields>(value);
  const model = textOf(entry.model);
  const { usage } = normalizeUsage(usageFromOpenAICompletion(entry.usage).usage ?? {});
  return { kind: "model", ...(model === undefined ? {} : { model }), usage };
}
