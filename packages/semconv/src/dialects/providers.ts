// SPDX-License-Identifier: Apache-2.0

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
  azure_openai: "azure.ai.openai",
  bedrock: "aws.bedrock",
  "amazon-bedrock": "aws.bedrock",
  amazon_bedrock: "aws.bedrock",
  aws: "aws.bedrock",
  vertex_ai: "gcp.vertex_ai",
  vertexai: "gcp.vertex_ai",
  google_vertexai: "gcp.vertex_ai",
  "google.vertex": "gcp.vertex_ai",
  "google.vertex.chat": "gcp.vertex_ai",
  gemini: "gcp.gemini",
  google: "gcp.gemini",
  google_genai: "gcp.gemini",
  "google.generative-ai": "gcp.gemini",
  mistral: "mistral_ai",
  mistralai: "mistral_ai",
  xai: "x_ai",
};

/** Names that emitters write where the provider's belongs, and that name no provider. */
export const NO_PROVIDERS: ReadonlySet<string> = new Set(["unknown", "strands-agents", "langchain", "gateway"]);

/** Whose model it is, by how its name begins; asked only where nobody says who was called. */
export const MODEL_PREFIXES: Readonly<Record<string, string>> = {
  "gpt-": "openai",
  o1: "openai",
  o3: "openai",
  "o4-": "openai",
  "chatgpt-": "openai",
  "text-embedding-3": "openai",
  "text-embedding-ada": "openai",
  "claude-": "anthropic",
  "gemini-": "gcp.gemini",
  "mistral-": "mistral_ai",
  "magistral-": "mistral_ai",
  "ministral-": "mistral_ai",
  "codestral-": "mistral_ai",
  "grok-": "x_ai",
  "deepseek-": "deepseek",
  "command-": "cohere",
  "anthropic.": "aws.bedrock",
  "amazon.": "aws.bedrock",
  "us.": "aws.bedrock",
  "eu.": "aws.bedrock",
  "apac.": "aws.bedrock",
  "global.": "aws.bedrock",
};
