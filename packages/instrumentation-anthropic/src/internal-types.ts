// SPDX-License-Identifier: Apache-2.0

/**
 * The fields of `T`, all of them unknown: what a vendor's object may have, and none of it believed.
 */
export type Fields<T extends string> = Readonly<Partial<Record<T, unknown>>>;

/** A value's fields, if it can have any. */
export function fieldsOf<T extends string>(value: unknown): Fields<T> | undefined {
  return typeof value === "object" && value !== null ? (value as Fields<T>) : undefined;
}

/** A value that is text and not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A value's elements, if it is a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * `MessageCreateParams`, first argument of `create()` (@anthropic-ai/sdk 0.27–1.12 `resources/messages/messages.d.ts`,
 * `resources/beta/messages/messages.d.ts`; `output_format` is the beta's older name of `output_config.format`).
 */
export type MessageParams =
  | "model"
  | "messages"
  | "system"
  | "tools"
  | "stream"
  | "max_tokens"
  | "temperature"
  | "top_p"
  | "top_k"
  | "stop_sequences"
  | "output_config"
  | "output_format";

/** `RequestOptions`, second argument of `create()` (0.27–1.12 `core`, `internal/request-options`; `openTelemetry` 0.134 on). */
export type CallOptions = "headers" | "openTelemetry";

/** `Message` and `BetaMessage` (0.27–1.12); `_request_id` is added to parsed bodies from 0.33 on. */
export type MessageFields = "id" | "model" | "content" | "stop_reason" | "usage" | "_request_id";

/**
 * `Usage` and `BetaUsage` (0.27–1.12), also one entry of `iterations`. `input_tokens` is without cache.
 * `cache_*` since prompt caching (beta in 0.27), `cache_creation` and `server_tool_use` since 0.51 or so, `iterations`
 * under beta.
 */
export type UsageFields =
  | "input_tokens"
  | "output_tokens"
  | "cache_read_input_tokens"
  | "cache_creation_input_tokens"
  | "cache_creation"
  | "output_tokens_details"
  | "server_tool_use"
  | "service_tier"
  | "inference_geo"
  | "speed"
  | "iterations";

/** One element of a message's content, of either direction (0.27–1.12). */
export type BlockFields =
  | "type"
  | "text"
  | "thinking"
  | "id"
  | "name"
  | "input"
  | "tool_use_id"
  | "content"
  | "source"
  | "to";

/** `RawMessageStreamEvent` and its beta sibling (0.27–1.12). */
export type StreamEventFields = "type" | "message" | "usage" | "delta" | "index" | "content_block";

/**
 * The client behind a resource (0.27–1.12 `client`), and what its platform siblings add: `awsRegion` (bedrock-sdk,
 * aws-sdk), `workspaceId` (aws-sdk), `region` and `projectId` (vertex-sdk). `_genAIProviderName` and `_tracer` since
 * 0.134.
 */
export type ClientFields =
  | "baseURL"
  | "_genAIProviderName"
  | "_tracer"
  | "awsRegion"
  | "workspaceId"
  | "region"
  | "projectId";
