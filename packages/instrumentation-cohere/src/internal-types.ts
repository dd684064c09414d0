// SPDX-License-Identifier: Apache-2.0
// The fields of the SDK's objects that are read. Where not said otherwise: cohere-ai@7.14–8 `api/types`.

/** `CustomClient` and `ClientV2`. */
export interface ClientFields {
  /** `CohereClient` in a `CohereClientV2`. */
  readonly client: unknown;
  readonly clientV2: unknown;
  readonly v2: unknown;
}

/** `Client` CohereClient, `api/resources/v2/client/Client` V2 and, since 7.21, V2Client. */
export interface ResourceFields {
  readonly _options: unknown;
}

/** `BaseClient` BaseClientOptions, `AwsClient` AwsProps. */
export interface OptionsFields {
  readonly environment: unknown;
  /** Since 7.18. */
  readonly baseUrl: unknown;
  readonly awsRegion: unknown;
  readonly maxRetries: unknown;
}

/** The last argument of every method: RequestOptions. */
export interface RequestOptionsFields {
  readonly abortSignal: unknown;
  readonly maxRetries: unknown;
}

/** `api/client/requests` and `api/resources/v2/client/requests`, of both versions of the API. */
export interface RequestFields {
  readonly model: unknown;
  readonly messages: unknown;
  readonly tools: unknown;
  readonly temperature: unknown;
  readonly maxTokens: unknown;
  readonly p: unknown;
  readonly k: unknown;
  readonly seed: unknown;
  readonly stopSequences: unknown;
  readonly frequencyPenalty: unknown;
  readonly presencePenalty: unknown;
  readonly responseFormat: unknown;
  readonly numGenerations: unknown;
  readonly outputDimension: unknown;
  readonly embeddingTypes: unknown;
  readonly conversationId: unknown;
  readonly preamble: unknown;
  readonly chatHistory: unknown;
  readonly message: unknown;
  readonly toolResults: unknown;
  readonly prompt: unknown;
  readonly text: unknown;
}

/** What is read of those requests beside what their spans say. */
export interface OutgoingFields extends RequestFields {
  readonly documents: unknown;
  readonly connectors: unknown;
  readonly texts: unknown;
  readonly images: unknown;
  readonly inputs: unknown;
  readonly query: unknown;
}

/** `ChatMessageV2`, `AssistantMessageResponse`; of the first version `Message`. */
export interface MessageFields {
  readonly role: unknown;
  readonly content: unknown;
  readonly toolCalls: unknown;
  readonly toolPlan: unknown;
  readonly toolCallId: unknown;
  readonly message: unknown;
  readonly toolResults: unknown;
}

/** `Content`, `AssistantMessageResponseContentItem`. */
export interface ContentItemFields {
  readonly type: unknown;
  readonly text: unknown;
  readonly thinking: unknown;
  readonly imageUrl: unknown;
}

/** `ToolCall` of the first version, and `ToolResult` around it. */
export interface ToolCallV1Fields {
  readonly name: unknown;
  readonly parameters: unknown;
  readonly call: unknown;
  readonly outputs: unknown;
}

/** `V2ChatResponse`, `NonStreamedChatResponse`, `Generation`, `SummarizeResponse`, `Embed…Response`, `RerankResponse`. */
export interface AnswerFields {
  readonly id: unknown;
  readonly message: unknown;
  readonly finishReason: unknown;
  readonly usage: unknown;
  readonly meta: unknown;
  readonly generationId: unknown;
  readonly text: unknown;
  readonly toolCalls: unknown;
  readonly generations: unknown;
  readonly summary: unknown;
}

/** `SingleGeneration`; its reason is not in the schema and keeps the wire's name. */
export interface GenerationFields {
  readonly text: unknown;
  readonly finishReason: unknown;
  readonly finish_reason: unknown;
}

/** `V2ChatStreamResponse`. */
export interface StreamEventFields {
  readonly type: unknown;
  readonly id: unknown;
  readonly index: unknown;
  readonly delta: unknown;
}

/** `delta` of those: a message in pieces, and what ends it. */
export interface DeltaFields {
  readonly message: unknown;
  readonly finishReason: unknown;
  readonly usage: unknown;
}

/** `StreamedChatResponse` and `GenerateStreamedResponse` of the first version. */
export interface StreamEventV1Fields {
  readonly eventType: unknown;
  readonly generationId: unknown;
  readonly text: unknown;
  readonly finishReason: unknown;
  readonly response: unknown;
}

/** `Usage`, `ApiMeta`. */
export interface UsageFields {
  readonly billedUnits: unknown;
  readonly tokens: unknown;
}

/** `UsageBilledUnits`, `ApiMetaBilledUnits`, `UsageTokens`, `ApiMetaTokens`. */
export interface CountFields {
  readonly inputTokens: unknown;
  readonly outputTokens: unknown;
  readonly searchUnits: unknown;
  /** In the schema since 7.21; before, under the wire's name. */
  readonly imageTokens: unknown;
  readonly image_tokens: unknown;
}
