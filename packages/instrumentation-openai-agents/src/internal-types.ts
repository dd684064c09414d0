// SPDX-License-Identifier: Apache-2.0

/** `Runner` (agents-core 0.2 to 0.20 `run`). */
export interface RunnerFields {
  readonly config: unknown;
}

/** `RunConfig`, as a runner has it (0.2 to 0.20 `run`). */
export interface RunConfigFields {
  readonly workflowName: unknown;
  readonly model: unknown;
  readonly modelProvider: unknown;
}

/** Options of one run (0.2 to 0.20 `run`). */
export interface RunOptionsFields {
  readonly conversationId: unknown;
}

/** `RunState`, which a run may be resumed from (0.2 to 0.20 `runState`). */
export interface RunStateFields {
  readonly _currentAgent: unknown;
}

/** `StreamedRunResult` (0.2 to 0.20 `result`): settles when the run is over. */
export interface StreamedRunFields {
  readonly completed: unknown;
}

/** `Trace` (0.2 to 0.20 `tracing/traces`). */
export interface TraceFields {
  readonly name: unknown;
}

/** `Agent` (0.2 to 0.20 `agent`). */
export interface AgentFields {
  readonly name: unknown;
  readonly handoffDescription: unknown;
  readonly model: unknown;
}

/** `FunctionTool` (0.2 to 0.20 `tool`). */
export interface ToolFields {
  readonly type: unknown;
  readonly name: unknown;
  readonly description: unknown;
}

/** What `invokeFunctionTool` is given (0.4.10 to 0.20 `tool`). */
export interface ToolInvocationFields {
  readonly tool: unknown;
  readonly input: unknown;
  readonly details: unknown;
}

/** Third argument of a tool's `invoke` (0.4 to 0.20 `tool`), and the call of the model in it. */
export interface ToolDetailsFields {
  readonly toolCall: unknown;
}

/** `FunctionCallItem` (0.2 to 0.20 `types/protocol`). */
export interface ToolCallFields {
  readonly callId: unknown;
}

/** What a tool that failed says of it to the span that is current (0.2 to 0.20 `tool`). */
export interface SpanErrorFields {
  readonly data: unknown;
}

/** `data` of such an error: the error as text. */
export interface ToolErrorFields {
  readonly error: unknown;
}

/** Names of models, as the classes of models have them: `_model` those for OpenAI's APIs (agents-openai 0.2 to 0.20). */
export interface ModelFields {
  readonly _client: unknown;
  readonly _model: unknown;
  readonly model: unknown;
  readonly modelName: unknown;
  readonly modelId: unknown;
  readonly provider: unknown;
}

/** `ModelResponse`, and the response in the event that ends a stream (0.2 to 0.20 `model`, `types/protocol`). */
export interface ModelResponseFields {
  readonly id: unknown;
  readonly responseId: unknown;
  readonly usage: unknown;
  readonly providerData: unknown;
}

/** What OpenAI's answers, kept as they are, say of who answered. */
export interface ProviderDataFields {
  readonly model: unknown;
  readonly service_tier: unknown;
}

/** Events of a stream (0.2 to 0.20 `types/protocol`). */
export interface StreamEventFields {
  readonly type: unknown;
  readonly response: unknown;
}

/** `Usage` (0.2 to 0.20 `usage`): of several requests where a model says so, its details are a list. */
export interface UsageFields {
  readonly requests: unknown;
  readonly inputTokens: unknown;
  readonly outputTokens: unknown;
  readonly totalTokens: unknown;
  readonly inputTokensDetails: unknown;
  readonly outputTokensDetails: unknown;
}

/** Details of input and output, by OpenAI's names. */
export interface TokenDetailsFields {
  readonly cached_tokens: unknown;
  readonly cache_write_tokens: unknown;
  readonly reasoning_tokens: unknown;
}
