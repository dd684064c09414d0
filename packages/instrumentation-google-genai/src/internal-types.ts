// SPDX-License-Identifier: Apache-2.0
// The fields of the SDK's objects that are read. Where not said otherwise: @google/genai@1–3 `types`.

/** `Models` and its like: @google/genai@1–3 `models`. */
export interface ResourceFields {
  readonly apiClient: unknown;
}

/** @google/genai@1–3 `_api_client` ApiClient. */
export interface ApiClientFields {
  readonly clientOptions: unknown;
}

/** @google/genai@1–3 `_api_client` ApiClientInitOptions. */
export interface ClientOptionsFields {
  readonly vertexai: unknown;
  readonly location: unknown;
  readonly httpOptions: unknown;
}

/** GenerateContentParameters, EmbedContentParameters, GenerateImagesParameters, GenerateVideosParameters. */
export interface ParametersFields {
  readonly model: unknown;
  readonly contents: unknown;
  readonly config: unknown;
}

/** GenerateContentConfig. */
export interface GenerateConfigFields {
  readonly abortSignal: unknown;
  readonly systemInstruction: unknown;
  readonly tools: unknown;
  readonly toolConfig: unknown;
  readonly temperature: unknown;
  readonly topP: unknown;
  readonly topK: unknown;
  readonly candidateCount: unknown;
  readonly maxOutputTokens: unknown;
  readonly stopSequences: unknown;
  readonly presencePenalty: unknown;
  readonly frequencyPenalty: unknown;
  readonly seed: unknown;
  readonly responseMimeType: unknown;
  readonly responseModalities: unknown;
  readonly responseSchema: unknown;
  readonly responseJsonSchema: unknown;
  readonly thinkingConfig: unknown;
  readonly cachedContent: unknown;
  readonly serviceTier: unknown;
  readonly httpOptions: unknown;
}

/** EmbedContentConfig. */
export interface EmbedConfigFields {
  readonly abortSignal: unknown;
  readonly outputDimensionality: unknown;
}

/** GenerateImagesConfig, EditImageConfig, GenerateVideosConfig. */
export interface MediaConfigFields {
  readonly abortSignal: unknown;
  readonly numberOfImages: unknown;
  readonly numberOfVideos: unknown;
  readonly durationSeconds: unknown;
  readonly resolution: unknown;
}

/** GenerateContentResponse, whole or one of a stream. `responseId` with Gemini's API since 1.9. */
export interface AnswerFields {
  readonly candidates: unknown;
  readonly modelVersion: unknown;
  readonly responseId: unknown;
  readonly promptFeedback: unknown;
  readonly usageMetadata: unknown;
  /** Since 1.12. */
  readonly sdkHttpResponse: unknown;
}

/** Candidate. */
export interface CandidateFields {
  readonly index: unknown;
  readonly content: unknown;
  readonly finishReason: unknown;
  readonly groundingMetadata: unknown;
}

/** GroundingMetadata. */
export interface GroundingFields {
  readonly webSearchQueries: unknown;
  readonly imageSearchQueries: unknown;
}

/** Content. */
export interface ContentFields {
  readonly role: unknown;
  readonly parts: unknown;
}

/** Part: one of these, beside `thought`. */
export interface PartFields {
  readonly text: unknown;
  readonly thought: unknown;
  readonly functionCall: unknown;
  readonly functionResponse: unknown;
  readonly inlineData: unknown;
  readonly fileData: unknown;
}

/** FunctionCall, FunctionResponse. */
export interface FunctionFields {
  readonly id: unknown;
  readonly name: unknown;
  readonly args: unknown;
  readonly response: unknown;
}

/** Blob, FileData. */
export interface MediaFields {
  readonly mimeType: unknown;
  readonly fileUri: unknown;
}

/** GenerateContentResponseUsageMetadata, UsageMetadata. */
export interface UsageFields {
  readonly promptTokenCount: unknown;
  readonly cachedContentTokenCount: unknown;
  readonly candidatesTokenCount: unknown;
  readonly thoughtsTokenCount: unknown;
  readonly toolUsePromptTokenCount: unknown;
  readonly totalTokenCount: unknown;
  readonly promptTokensDetails: unknown;
  readonly cacheTokensDetails: unknown;
  readonly candidatesTokensDetails: unknown;
  readonly toolUsePromptTokensDetails: unknown;
  readonly trafficType: unknown;
  readonly serviceTier: unknown;
}

/** ModalityTokenCount. */
export interface ModalityFields {
  readonly modality: unknown;
  readonly tokenCount: unknown;
}

/** EmbedContentResponse. `usageMetadata` of Gemini's API since 3. */
export interface EmbeddingsFields {
  readonly embeddings: unknown;
  readonly usageMetadata: unknown;
}

/** ContentEmbedding. */
export interface EmbeddingFields {
  readonly statistics: unknown;
}

/** BatchJob. */
export interface BatchJobFields {
  readonly name: unknown;
  readonly model: unknown;
  readonly dest: unknown;
}

/** BatchJobDestination. */
export interface BatchDestinationFields {
  readonly inlinedResponses: unknown;
  readonly inlinedEmbedContentResponses: unknown;
}

/** InlinedResponse, InlinedEmbedContentResponse. */
export interface InlinedResponseFields {
  readonly response: unknown;
}
