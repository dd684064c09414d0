// SPDX-License-Identifier: Apache-2.0

/** Names under which one family of emitters writes the facts of a call; per fact the first one present wins. */
export interface AttributeFamily {
  readonly model: readonly string[];
  readonly responseModel: readonly string[];
  readonly responseId: readonly string[];
  readonly provider: readonly string[];
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly total: readonly string[];
  readonly cacheRead: readonly string[];
  readonly cacheWrite: readonly string[];
  readonly cacheWrite5m: readonly string[];
  readonly cacheWrite1h: readonly string[];
  readonly reasoning: readonly string[];
}

/** How an emitter counts: whether a part is inside its whole. `by_provider`: as the vendor's own API does. */
export type Inclusion = "inside" | "beside" | "by_provider";

/** One emitter of GenAI spans that Outlay understands. */
export interface Dialect {
  readonly name: string;
  /** Instrumentation scope names; a trailing `*` matches any ending. */
  readonly scopes: readonly string[];
  readonly family: keyof typeof ATTRIBUTE_FAMILIES;
  /** Whether cached input is inside the input count. */
  readonly cache: Inclusion;
  /** Whether reasoning is inside the output count. */
  readonly reasoning: Inclusion;
  /** Whether the emitter records the conventions' client metrics itself; assumed where unknown, so that nothing counts twice. */
  readonly recordsMetrics: boolean;
}

const SERVICE_NAMES = ["gen_ai.provider.name", "gen_ai.system"] as const;

/**
 * The families. They are alternatives: counts of two families on one span describe the same tokens and are never
 * added up.
 */
export const ATTRIBUTE_FAMILIES = {
  gen_ai: {
    model: ["gen_ai.request.model"],
    responseModel: ["gen_ai.response.model"],
    responseId: ["gen_ai.response.id"],
    provider: SERVICE_NAMES,
    input: ["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"],
    output: ["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"],
    total: ["gen_ai.usage.total_tokens", "llm.usage.total_tokens"],
    cacheRead: [
      "gen_ai.usage.cache_read.input_tokens",
      "gen_ai.usage.cache_read_input_tokens",
      "gen_ai.usage.input_tokens.cached",
      "gen_ai.usage.prompt_tokens_details.cache_read",
      "gen_ai.usage.details.cache_read_tokens",
    ],
    cacheWrite: [
      "gen_ai.usage.cache_creation.input_tokens",
      "gen_ai.usage.cache_write.input_tokens",
      "gen_ai.usage.cache_creation_input_tokens",
      "gen_ai.usage.cache_write_input_tokens",
      "gen_ai.usage.input_tokens.cache_write",
      "gen_ai.usage.details.cache_write_tokens",
    ],
    cacheWrite5m: [
      "outlay.usage.cache_write_5m_tokens",
      "anthropic.usage.cache_creation.ephemeral_5m_input_tokens",
      "gen_ai.usage.cache_creation.5m_input_tokens",
    ],
    cacheWrite1h: [
      "outlay.usage.cache_write_1h_tokens",
      "anthropic.usage.cache_creation.ephemeral_1h_input_tokens",
      "gen_ai.usage.cache_creation.1h_input_tokens",
    ],
    reasoning: [
      "gen_ai.usage.reasoning.output_tokens",
      "gen_ai.usage.reasoning_tokens",
      "gen_ai.usage.output_tokens.reasoning",
      "gen_ai.usage.completion_tokens_details.reasoning",
    ],
  },
  openinference: {
    model: ["llm.model_name", "embedding.model_name"],
    responseModel: ["llm.model_name", "embedding.model_name"],
    responseId: ["gen_ai.response.id"],
    provider: ["llm.provider", "llm.system"],
    input: ["llm.token_count.prompt"],
    output: ["llm.token_count.completion"],
    total: ["llm.token_count.total"],
    cacheRead: ["llm.token_count.prompt_details.cache_read"],
    cacheWrite: ["llm.token_count.prompt_details.cache_write"],
    cacheWrite5m: [],
    cacheWrite1h: [],
    reasoning: ["llm.token_count.completion_details.reasoning"],
  },
  ai_sdk: {
    model: ["ai.model.id", "gen_ai.request.model"],
    responseModel: ["ai.response.model", "gen_ai.response.model"],
    responseId: ["ai.response.id", "gen_ai.response.id"],
    provider: ["ai.model.provider", ...SERVICE_NAMES],
    input: ["ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens"],
    output: ["ai.usage.outputTokens", "ai.usage.completionTokens"],
    total: ["ai.usage.totalTokens"],
    cacheRead: ["ai.usage.inputTokenDetails.cacheReadTokens", "ai.usage.cachedInputTokens"],
    cacheWrite: ["ai.usage.inputTokenDetails.cacheWriteTokens"],
    cacheWrite5m: [],
    cacheWrite1h: [],
    reasoning: ["ai.usage.outputTokenDetails.reasoningTokens", "ai.usage.reasoningTokens"],
  },
} as const satisfies Record<string, AttributeFamily>;

/** Whoever writes the attributes of the conventions, as the conventions say. */
export const GEN_AI_DIALECT: Dialect = {
  name: "gen-ai",
  scopes: [],
  family: "gen_ai",
  cache: "inside",
  reasoning: "inside",
  recordsMetrics: true,
};

/**
 * Emitters by instrumentation scope. For a scope that is not here, the first one whose family the span's attributes
 * belong to is taken: {@link GEN_AI_DIALECT} before all others.
 *
 * Inclusion rules were read in the emitters' released sources, November 2026.
 */
export const DIALECTS: readonly Dialect[] = [
  GEN_AI_DIALECT,
  {
    name: "anthropic-native",
    scopes: ["com.anthropic.sdk.typescript*"],
    family: "gen_ai",
    cache: "inside",
    reasoning: "inside",
    recordsMetrics: false,
  },
  {
    name: "opentelemetry-openai",
    scopes: ["@opentelemetry/instrumentation-openai"],
    family: "gen_ai",
    cache: "inside",
    reasoning: "inside",
    recordsMetrics: true,
  },
  {
    name: "opentelemetry-aws-sdk",
    scopes: ["@opentelemetry/instrumentation-aws-sdk"],
    family: "gen_ai",
    cache: "beside",
    reasoning: "inside",
    recordsMetrics: true,
  },
  {
    name: "openinference",
    scopes: ["@arizeai/openinference-instrumentation-*"],
    family: "openinference",
    cache: "by_provider",
    reasoning: "inside",
    recordsMetrics: false,
  },
  {
    name: "openllmetry",
    scopes: ["@traceloop/instrumentation-*"],
    family: "gen_ai",
    cache: "inside",
    reasoning: "by_provider",
    recordsMetrics: true,
  },
  {
    name: "openlit",
    scopes: ["openlit*", "@openlit/*"],
    family: "gen_ai",
    cache: "by_provider",
    reasoning: "inside",
    recordsMetrics: true,
  },
  {
    name: "ai-sdk",
    scopes: ["ai"],
    family: "ai_sdk",
    cache: "by_provider",
    reasoning: "by_provider",
    recordsMetrics: true,
  },
];

/** Vendors whose API reports cached input beside the input count, for emitters that pass counts through. */
export const CACHE_BESIDE_INPUT: ReadonlySet<string> = new Set(["anthropic", "aws.bedrock"]);

/** Vendors whose API reports reasoning beside the output count. */
export const REASONING_BESIDE_OUTPUT: ReadonlySet<string> = new Set(["gcp.gemini", "gcp.vertex_ai", "gcp.gen_ai"]);

/** Provider names in circulation for the conventions' ones; compared in lower case, the part before a dot last. */
export const PROVIDER_ALIASES: Readonly<Record<string, string>> = {
  "az.ai.openai": "azure.ai.openai",
  "az.ai.inference": "azure.ai.inference",
  azure: "azure.ai.openai",
  "azure-openai": "azure.ai.openai",
  bedrock: "aws.bedrock",
  "amazon-bedrock": "aws.bedrock",
  aws: "aws.bedrock",
  vertex_ai: "gcp.vertex_ai",
  vertexai: "gcp.vertex_ai",
  "google.vertex": "gcp.vertex_ai",
  "google.vertex.chat": "gcp.vertex_ai",
  gemini: "gcp.gemini",
  google: "gcp.gemini",
  "google.generative-ai": "gcp.gemini",
  mistral: "mistral_ai",
  mistralai: "mistral_ai",
  xai: "x_ai",
};

/** `gen_ai.operation.name` of spans that stand for one billed model call, in all spellings, and what we call it. */
export const BILLED_OPERATIONS = {
  chat: "chat",
  completion: "text_completion",
  text_completion: "text_completion",
  generate_content: "generate_content",
  generate: "chat",
  embeddings: "embeddings",
  embedding: "embeddings",
  rerank: "rerank",
  // OpenInference span kinds
  LLM: "chat",
  EMBEDDING: "embeddings",
  RERANKER: "rerank",
  // AI SDK operation ids: the inner calls; the outer ones repeat their sum
  "ai.generateText.doGenerate": "chat",
  "ai.streamText.doStream": "chat",
  "ai.generateObject.doGenerate": "chat",
  "ai.streamObject.doStream": "chat",
  "ai.embed.doEmbed": "embeddings",
  "ai.embedMany.doEmbed": "embeddings",
} as const;
