// SPDX-License-Identifier: Apache-2.0

/** `gen_ai.operation.name` of spans that stand for one billed model call, in all spellings, and what we call it. */
export const BILLED_OPERATIONS = {
  chat: "chat",
  completion: "text_completion",
  text_completion: "text_completion",
  generate_content: "generate_content",
  generate: "chat",
  // Sentry up to 10
  responses: "chat",
  messages: "chat",
  // Gemini CLI
  llm_call: "generate_content",
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
  "ai.rerank.doRerank": "rerank",
} as const;

/**
 * An agent that somebody else runs: billed by its span if that is of kind CLIENT and has counts, and if nothing below
 * was billed. Of any other kind, its counts are the sum of what is below.
 */
export const REMOTE_AGENT_OPERATION = "invoke_agent";
