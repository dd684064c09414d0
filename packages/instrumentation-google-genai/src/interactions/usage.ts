// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, isTokenCount, listOf, textOf } from "@outlay/core";
import type { ResponseFacts, UsageUnits } from "@outlay/core";

import { usageFromGemini } from "../usage.ts";
import type { InteractionUsageFields } from "./fields.ts";

/** Usage of an interaction: the counts of other answers under other names. */
export function usageFromInteraction(value: unknown, isWhole: boolean): Pick<ResponseFacts, "usage" | "usageStatus"> {
  const usage = fieldsOf<InteractionUsageFields>(value);
  const counts = {
    promptTokenCount: usage.total_input_tokens,
    cachedContentTokenCount: usage.total_cached_tokens,
    candidatesTokenCount: usage.total_output_tokens,
    thoughtsTokenCount: usage.total_thought_tokens,
    toolUsePromptTokenCount: usage.total_tool_use_tokens,
    totalTokenCount: usage.total_tokens,
    promptTokensDetails: modalities(usage.input_tokens_by_modality),
    cacheTokensDetails: modalities(usage.cached_tokens_by_modality),
    candidatesTokensDetails: modalities(usage.output_tokens_by_modality),
    toolUsePromptTokensDetails: modalities(usage.tool_use_tokens_by_modality),
  };
  return usageFromGemini(counts, isWhole, searches(usage.grounding_tool_count));
}

function modalities(list: unknown): readonly object[] {
  return listOf(list).map((item) => {
    const { modality, tokens } = fieldsOf<{ modality: unknown; tokens: unknown }>(item);
    return { modality: textOf(modality)?.toUpperCase(), tokenCount: tokens };
  });
}

function searches(list: unknown): UsageUnits | undefined {
  const counts = listOf(list)
    .map((item) => fieldsOf<{ type: unknown; count: unknown }>(item))
    .map(({ type, count }) => (type === "google_search" && isTokenCount(count) ? count : 0));
  const webSearchRequests = counts.reduce((sum, count) => sum + count, 0);
  return webSearchRequests === 0 ? undefined : { groundedRequests: 1, webSearchRequests };
}
