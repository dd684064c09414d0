// SPDX-License-Identifier: Apache-2.0
import type { JsonSource } from "./facts.ts";

/** What the AI SDK passes on of the vendor's own answer: the lifetimes of cache writes, searches, tiers, a gateway's bill. */
export const AI_SDK_PROVIDER_METADATA: readonly JsonSource[] = [
  {
    attribute: "ai.response.providerMetadata",
    facts: {
      cacheRead: ["anthropic.usage.cache_read_input_tokens", "google.usageMetadata.cachedContentTokenCount"],
      cacheWrite: [
        "anthropic.usage.cache_creation_input_tokens",
        "anthropic.cacheCreationInputTokens",
        "bedrock.usage.cacheWriteInputTokens",
      ],
      cacheWrite5m: ["anthropic.usage.cache_creation.ephemeral_5m_input_tokens"],
      cacheWrite1h: ["anthropic.usage.cache_creation.ephemeral_1h_input_tokens"],
      reasoning: [
        "anthropic.usage.output_tokens_details.thinking_tokens",
        "openai.reasoningTokens",
        "google.usageMetadata.thoughtsTokenCount",
      ],
      webSearches: ["anthropic.usage.server_tool_use.web_search_requests"],
      serviceTier: ["anthropic.usage.service_tier", "openai.serviceTier"],
      billedCostUsd: ["gateway.cost", "openrouter.usage.cost"],
    },
  },
];

const LANGSMITH_DETAILS = {
  cacheRead: ["input_token_details.cache_read"],
  cacheWrite: ["input_token_details.cache_creation"],
  cacheWrite5m: ["input_token_details.ephemeral_5m_input_tokens"],
  cacheWrite1h: ["input_token_details.ephemeral_1h_input_tokens"],
  reasoning: ["output_token_details.reasoning"],
  inputAudio: ["input_token_details.audio"],
  outputAudio: ["output_token_details.audio"],
} as const;

/** LangSmith's usage of a run. Its costs are left alone: they come from its own price list. */
export const LANGSMITH_USAGE: readonly JsonSource[] = [
  {
    attribute: "langsmith.usage_metadata",
    facts: { input: ["input_tokens"], output: ["output_tokens"], total: ["total_tokens"], ...LANGSMITH_DETAILS },
  },
  {
    attribute: "gen_ai.usage.input_token_details",
    facts: { cacheRead: ["cache_read"], cacheWrite: ["cache_creation"], inputAudio: ["audio"] },
  },
  { attribute: "gen_ai.usage.output_token_details", facts: { reasoning: ["reasoning"], outputAudio: ["audio"] } },
];

const LANGCHAIN_MESSAGE = "generations.0.0.message.kwargs";

/** What OpenInference keeps of a LangChain run without giving it an attribute. */
export const LANGCHAIN_RUN: readonly JsonSource[] = [
  { attribute: "metadata", facts: { provider: ["ls_provider"], model: ["ls_model_name"] } },
  {
    attribute: "output.value",
    facts: {
      responseId: [`${LANGCHAIN_MESSAGE}.id`],
      responseModel: [
        `${LANGCHAIN_MESSAGE}.response_metadata.model_name`,
        `${LANGCHAIN_MESSAGE}.response_metadata.model`,
      ],
      cacheWrite: [`${LANGCHAIN_MESSAGE}.usage_metadata.input_token_details.cache_creation`],
      cacheWrite5m: [`${LANGCHAIN_MESSAGE}.response_metadata.usage.cache_creation.ephemeral_5m_input_tokens`],
      cacheWrite1h: [`${LANGCHAIN_MESSAGE}.response_metadata.usage.cache_creation.ephemeral_1h_input_tokens`],
      webSearches: [`${LANGCHAIN_MESSAGE}.response_metadata.usage.server_tool_use.web_search_requests`],
    },
  },
];
