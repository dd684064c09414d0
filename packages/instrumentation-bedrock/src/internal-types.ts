// SPDX-License-Identifier: Apache-2.0

/** A command, the first argument of `send`: @smithy/smithy-client, @smithy/core Command; `schema` in newer ones. */
export interface CommandFields {
  readonly input: unknown;
  readonly schema: unknown;
}

/** `HttpHandlerOptions`, the second argument of `send`. */
export interface SendOptionsFields {
  readonly abortSignal: unknown;
}

/** A client: @aws-sdk/client-bedrock-runtime@3 BedrockRuntimeClient. */
export interface ClientFields {
  readonly config: unknown;
  readonly middlewareStack: unknown;
}

/** The resolved configuration of a client. */
export interface ClientConfigFields {
  /** A function that promises the region. */
  readonly region: unknown;
}

/** `client.middlewareStack`: @smithy/types MiddlewareStack. */
export interface MiddlewareStackFields {
  readonly add: unknown;
}

/** Of the context that all middleware of a call shares: @smithy/types HandlerExecutionContext. */
export interface MiddlewareContextFields {
  readonly endpointV2: unknown;
}

/** Of what a middleware passes on: the raw response, and what was made of it. */
export interface MiddlewareResultFields {
  readonly response: unknown;
  readonly output: unknown;
}

/** `$metadata` of answers and errors: @smithy/types ResponseMetadata. */
export interface MetadataFields {
  readonly requestId: unknown;
  readonly attempts: unknown;
}

/** ConverseRequest and ConverseStreamRequest: @aws-sdk/client-bedrock-runtime@3.587–3; `outputConfig` in newer versions. */
export interface ConverseRequestFields {
  readonly modelId: unknown;
  readonly messages: unknown;
  readonly system: unknown;
  readonly inferenceConfig: unknown;
  readonly toolConfig: unknown;
  readonly guardrailConfig: unknown;
  readonly additionalModelRequestFields: unknown;
  readonly outputConfig: unknown;
}

/** ConverseResponse, and the `metadata` event of a ConverseStream, which has the second half of it. */
export interface ConverseResponseFields {
  readonly output: unknown;
  readonly stopReason: unknown;
  readonly usage: unknown;
  readonly trace: unknown;
  readonly serviceTier: unknown;
  readonly performanceConfig: unknown;
  readonly $metadata: unknown;
}

/** TokenUsage of Converse, without the cache in `inputTokens`; the `…Count` spellings are those of Nova's own body. */
export interface TokenUsageFields {
  readonly inputTokens: unknown;
  readonly outputTokens: unknown;
  readonly cacheReadInputTokens: unknown;
  readonly cacheWriteInputTokens: unknown;
  readonly cacheReadInputTokenCount: unknown;
  readonly cacheWriteInputTokenCount: unknown;
  /** In newer versions. */
  readonly cacheDetails: unknown;
}

/** CacheDetail: what was written for how long. */
export interface CacheDetailFields {
  readonly ttl: unknown;
  readonly inputTokens: unknown;
}

/** A message of Converse, of Anthropic or of Nova. */
export interface MessageFields {
  readonly role: unknown;
  readonly content: unknown;
}

/** A block of a message: one key says what it is (Converse, Nova), or `type` does (Anthropic). */
export interface BlockFields {
  readonly type: unknown;
  readonly text: unknown;
  readonly toolUse: unknown;
  readonly toolResult: unknown;
  readonly reasoningContent: unknown;
  readonly document: unknown;
  readonly searchResult: unknown;
  readonly thinking: unknown;
  readonly id: unknown;
  readonly name: unknown;
  readonly input: unknown;
  readonly tool_use_id: unknown;
  readonly content: unknown;
}

/** ToolUseBlock, ToolUseBlockStart and ToolResultBlock; `type: "server_tool_use"` says that the service ran it. */
export interface ToolFields {
  readonly toolUseId: unknown;
  /** Of a result: `success` or `error`. */
  readonly status: unknown;
  readonly name: unknown;
  readonly input: unknown;
  readonly content: unknown;
  readonly type: unknown;
}

/** ConverseStreamOutput, or an event of Nova's own stream: one of these keys. */
export interface ConverseEventFields {
  readonly contentBlockStart: unknown;
  readonly contentBlockDelta: unknown;
  readonly messageStop: unknown;
  readonly metadata: unknown;
}

/** InvokeModelRequest and its streaming sibling: @aws-sdk/client-bedrock-runtime@3.422–3. */
export interface InvokeRequestFields {
  readonly modelId: unknown;
  readonly body: unknown;
  readonly guardrailIdentifier: unknown;
}

/** InvokeModelResponse; `body` is bytes, or what is read with `for await`. */
export interface InvokeResponseFields {
  readonly body: unknown;
  readonly serviceTier: unknown;
  readonly performanceConfigLatency: unknown;
  readonly $metadata: unknown;
}

/** `amazon-bedrock-invocationMetrics` of a stream's last event. */
export interface InvocationMetricsFields {
  readonly inputTokenCount: unknown;
  readonly outputTokenCount: unknown;
  readonly cacheReadInputTokenCount: unknown;
  readonly cacheWriteInputTokenCount: unknown;
}
