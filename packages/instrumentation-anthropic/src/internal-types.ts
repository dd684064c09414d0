// SPDX-License-Identifier: Apache-2.0
export type { AnthropicUsageFields as UsageFields } from "@outlay/core";

/**
 * `MessageCreateParams`: @anthropic-ai/sdk@0.27–1 `resources/messages/messages`, `resources/beta/messages/messages`;
 * `output_format` is the beta's older name of `output_config.format`.
 */
export interface RequestFields {
  readonly model: unknown;
  readonly messages: unknown;
  readonly system: unknown;
  readonly tools: unknown;
  readonly stream: unknown;
  readonly max_tokens: unknown;
  readonly temperature: unknown;
  readonly top_p: unknown;
  readonly top_k: unknown;
  readonly stop_sequences: unknown;
  readonly output_config: unknown;
  readonly output_format: unknown;
}

/** What policies read besides: @anthropic-ai/sdk@0–1 `resources/messages/messages`, `resources/beta/messages/messages`. */
export interface OutgoingFields extends RequestFields {
  readonly service_tier: unknown;
  readonly mcp_servers: unknown;
  readonly container: unknown;
}

/** `output_config` of a request: @anthropic-ai/sdk@0.71–1. */
export interface OutputConfigFields {
  readonly effort: unknown;
  readonly format: unknown;
}

/** Request options, the second argument: @anthropic-ai/sdk@0.27–1 `core`, `internal/request-options`; `openTelemetry` since 0.134. */
export interface OptionsFields {
  readonly headers: unknown;
  readonly openTelemetry: unknown;
}

/** Headers as helpers hand them on: an object, or the SDK's own `internal/headers` since 0.50. */
export interface HeadersFields {
  readonly values: unknown;
  readonly "X-Stainless-Helper-Method": unknown;
  readonly "x-stainless-helper-method": unknown;
}

/** A message, received or sent: @anthropic-ai/sdk@0.27–1 Message, BetaMessage, MessageParam; `_request_id` since 0.33. */
export interface MessageFields {
  readonly id: unknown;
  readonly model: unknown;
  readonly role: unknown;
  readonly content: unknown;
  readonly stop_reason: unknown;
  /** Of beta messages, since 1. */
  readonly diagnostics: unknown;
  readonly usage: unknown;
  readonly _request_id: unknown;
}

/** One block of a message's content, of any type and either direction: @anthropic-ai/sdk@0.27–1. */
export interface BlockFields {
  readonly type: unknown;
  readonly text: unknown;
  readonly thinking: unknown;
  readonly id: unknown;
  readonly name: unknown;
  readonly input: unknown;
  readonly tool_use_id: unknown;
  readonly is_error: unknown;
  readonly content: unknown;
  readonly source: unknown;
  /** Of a `fallback` block: the model that goes on. */
  readonly to: unknown;
}

/** `source` of an image or document block. */
export interface SourceFields {
  readonly type: unknown;
  readonly media_type: unknown;
  readonly url: unknown;
  readonly file_id: unknown;
  readonly data: unknown;
}

/** An event of a stream: @anthropic-ai/sdk@0.27–1 RawMessageStreamEvent, BetaRawMessageStreamEvent. */
export interface StreamEventFields {
  readonly type: unknown;
  readonly message: unknown;
  readonly usage: unknown;
  readonly delta: unknown;
  readonly content_block: unknown;
}

/** `delta` of an event. */
export interface DeltaFields {
  readonly text: unknown;
  readonly thinking: unknown;
  readonly partial_json: unknown;
  readonly stop_reason: unknown;
}

/** A line of a batch's results: @anthropic-ai/sdk@0.30–1 MessageBatchIndividualResponse. */
export interface BatchLineFields {
  readonly result: unknown;
}

/**
 * The client behind a resource: @anthropic-ai/sdk@0.27–1 `client`, `index`; `_genAIProviderName` and `_tracer` since
 * 0.134. `awsRegion` on Bedrock's and AWS's clients, `workspaceId` on AWS's, `region` and `projectId` on Vertex's.
 */
export interface ClientFields {
  readonly baseURL: unknown;
  readonly _genAIProviderName: unknown;
  readonly _tracer: unknown;
  readonly awsRegion: unknown;
  readonly workspaceId: unknown;
  readonly region: unknown;
  readonly projectId: unknown;
}

/** A resource: @anthropic-ai/sdk@0.27–1 `resource`, `core/resource`. */
export interface ResourceFields {
  readonly _client: unknown;
}
