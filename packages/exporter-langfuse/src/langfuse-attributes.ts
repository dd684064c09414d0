// SPDX-License-Identifier: Apache-2.0

/**
 * Attribute names that Langfuse's OTLP endpoint reads before all others.
 *
 * @see https://langfuse.com/integrations/native/opentelemetry#property-mapping (server 4.16)
 */
export const LANGFUSE = {
  TYPE: "langfuse.observation.type",
  LEVEL: "langfuse.observation.level",
  STATUS_MESSAGE: "langfuse.observation.status_message",
  COMPLETION_START_TIME: "langfuse.observation.completion_start_time",
  MODEL_PARAMETERS: "langfuse.observation.model.parameters",
  /** JSON text; disjoint buckets, which Langfuse adds up as they are. */
  USAGE_DETAILS: "langfuse.observation.usage_details",
  /** JSON text; USD. With any key present Langfuse does not price the call itself. */
  COST_DETAILS: "langfuse.observation.cost_details",
  TRACE_NAME: "langfuse.trace.name",
  TRACE_TAGS: "langfuse.trace.tags",
  USER_ID: "langfuse.user.id",
  SESSION_ID: "langfuse.session.id",
  ENVIRONMENT: "langfuse.environment",
  RELEASE: "langfuse.release",
} as const;

/** Langfuse's type of observation by `gen_ai.operation.name`; half of these it does not know itself. */
export const OBSERVATION_TYPES: ReadonlyMap<unknown, string> = new Map([
  ["chat", "generation"],
  ["completion", "generation"],
  ["text_completion", "generation"],
  ["generate_content", "generation"],
  ["generate", "generation"],
  ["image_generation", "generation"],
  ["transcription", "generation"],
  ["speech", "generation"],
  ["moderation", "generation"],
  ["rerank", "generation"],
  ["embeddings", "embedding"],
  ["invoke_agent", "agent"],
  ["create_agent", "agent"],
  ["execute_tool", "tool"],
  ["retrieval", "retriever"],
  ["invoke_workflow", "chain"],
  ["plan", "chain"],
]);
