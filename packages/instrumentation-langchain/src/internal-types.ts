// SPDX-License-Identifier: Apache-2.0

/** What a run is an invocation of (`Serialized`; core 1.4 `load/serializable`). */
export interface SerializedFields {
  readonly id: unknown;
}

/** Metadata that LangGraph gives its runs, and what a user's `configurable` adds (langgraph 1.7 `pregel/algo`). */
export interface MetadataFields {
  readonly langgraph_node: unknown;
  readonly lc_agent_name: unknown;
  readonly ls_integration: unknown;
  readonly thread_id: unknown;
}

/** `CompiledStateGraph` (langgraph 0.2 to 1.7 `graph/graph`): the graph that it was compiled of. */
export interface GraphFields {
  readonly builder: unknown;
}

/** A `RunnableConfig` as `runWithConfig` gets it, and the callback manager in it (core 1.4 `callbacks/manager`). */
export interface ConfigFields {
  readonly callbacks: unknown;
}

/** `CallbackManager` and the managers of runs (core 1.4): the run itself, and the run that its runs are children of. */
export interface ManagerFields {
  readonly handlers: unknown;
  readonly runId: unknown;
  readonly _parentRunId: unknown;
}

/** Options that a chat model is called with (core 1.4 `language_models/base`). */
export interface OptionsFields {
  readonly signal: unknown;
  readonly tools: unknown;
  readonly tool_choice: unknown;
}

/** A message that is sent (core 0.3 to 1.4 `messages/base`, `messages/ai`, `messages/tool`). */
export interface SentMessageFields {
  readonly type: unknown;
  readonly content: unknown;
  readonly name: unknown;
  readonly tool_calls: unknown;
  readonly tool_call_id: unknown;
  readonly status: unknown;
}

/** `ToolCall` (core 1.4 `messages/tool`), and a part of a message's content. */
export interface ToolCallFields {
  readonly type: unknown;
  readonly name: unknown;
  readonly args: unknown;
  readonly input: unknown;
  readonly id: unknown;
  readonly cachePoint: unknown;
}

/** A tool that is bound to a model: in the provider's own form, or a `StructuredTool` (core 1.4 `tools`). */
export interface ToolFields {
  readonly type: unknown;
  readonly name: unknown;
  readonly description: unknown;
  readonly function: unknown;
  readonly lc_namespace: unknown;
}

/** `ToolMessage` (core 1.4 `messages/tool`). */
export interface ToolMessageFields {
  readonly tool_call_id: unknown;
  readonly content: unknown;
}

/** `getLsParams()` of a model (core 1.4 `language_models/chat_models`). */
export interface LsParamsFields {
  readonly ls_provider: unknown;
  readonly ls_model_name: unknown;
  readonly ls_temperature: unknown;
  readonly ls_max_tokens: unknown;
  readonly ls_stop: unknown;
}

/** `ChatResult` and `ChatGenerationChunk` (core 1.4 `outputs`). */
export interface GenerationFields {
  readonly generations: unknown;
  readonly message: unknown;
  readonly generationInfo: unknown;
}

/** `AIMessage` and `AIMessageChunk` (core 1.4 `messages/ai`). */
export interface MessageFields {
  readonly id: unknown;
  readonly usage_metadata: unknown;
  readonly response_metadata: unknown;
}

/** `response_metadata` and `generationInfo`: the names of the fields are each vendor's own. */
export interface ResponseMetadataFields {
  readonly model_name: unknown;
  readonly model: unknown;
  readonly finish_reason: unknown;
  readonly stop_reason: unknown;
}

/** `UsageMetadata` (core 1.4 `messages/metadata`): input includes the cache, output includes reasoning. */
export interface UsageMetadataFields {
  readonly input_tokens: unknown;
  readonly output_tokens: unknown;
  readonly input_token_details: unknown;
  readonly output_token_details: unknown;
}

/** `input_token_details` and `output_token_details`. */
export interface TokenDetailsFields {
  readonly audio: unknown;
  readonly cache_read: unknown;
  readonly cache_creation: unknown;
  readonly reasoning: unknown;
}
