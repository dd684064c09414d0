// SPDX-License-Identifier: Apache-2.0

/** A model of any kind: @ai-sdk/provider@2–4 LanguageModelV2–V4, EmbeddingModelV2–V4 and their siblings. */
export interface ModelFields {
  readonly specificationVersion: unknown;
  readonly provider: unknown;
  readonly modelId: unknown;
  /** Of the classes in @ai-sdk/* packages: where they send their requests. */
  readonly config: unknown;
}

/** `config` of a model class: @ai-sdk/openai@2–4, anthropic@2–4, google@2–4, amazon-bedrock@3–5, gateway@2–4. */
export interface ModelConfigFields {
  readonly baseURL: unknown;
  readonly baseUrl: unknown;
  readonly url: unknown;
}

/** Options of `doGenerate` and `doStream` of a language model: @ai-sdk/provider@2–4 LanguageModelV2–V4CallOptions. */
export interface LanguageCallFields {
  readonly prompt: unknown;
  readonly maxOutputTokens: unknown;
  readonly temperature: unknown;
  readonly topP: unknown;
  readonly topK: unknown;
  readonly stopSequences: unknown;
  readonly presencePenalty: unknown;
  readonly frequencyPenalty: unknown;
  readonly seed: unknown;
  readonly responseFormat: unknown;
  readonly tools: unknown;
  readonly toolChoice: unknown;
  readonly providerOptions: unknown;
  readonly abortSignal: unknown;
  /** V4: `provider-default`, `none`, `low`, … */
  readonly reasoning: unknown;
}

/** `providerOptions[name]` as far as it is read: @ai-sdk/openai@2–4, anthropic@2–4, google@2–4, xai, groq. */
export interface ProviderOptionFields {
  readonly serviceTier: unknown;
  readonly reasoningEffort: unknown;
  readonly effort: unknown;
  readonly thinking: unknown;
  readonly promptCacheKey: unknown;
  readonly cachedContent: unknown;
}

/** Options of the other kinds of models: `doEmbed`, `doRerank`, `doGenerate` of images, speech and transcriptions. */
export interface OtherCallFields {
  readonly values: unknown;
  readonly dimensions: unknown;
  readonly documents: unknown;
  readonly text: unknown;
  readonly n: unknown;
  readonly abortSignal: unknown;
}

/** What the methods of all kinds of models resolve to: @ai-sdk/provider@2–4. */
export interface ModelResultFields {
  readonly content: unknown;
  readonly finishReason: unknown;
  readonly usage: unknown;
  readonly providerMetadata: unknown;
  readonly response: unknown;
  readonly stream: unknown;
  readonly images: unknown;
  readonly durationInSeconds: unknown;
}

/** `response` of a result, and the part `response-metadata` of a stream. */
export interface ResponseInfoFields {
  readonly id: unknown;
  readonly modelId: unknown;
  readonly body: unknown;
}

/** A part of an answer's content, of a stream or of a message: @ai-sdk/provider@2–4 LanguageModelV2–V4StreamPart. */
export interface PartFields {
  readonly type: unknown;
  readonly id: unknown;
  readonly text: unknown;
  readonly delta: unknown;
  readonly toolCallId: unknown;
  readonly toolName: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly result: unknown;
  readonly providerExecuted: unknown;
  readonly mediaType: unknown;
  readonly data: unknown;
  readonly error: unknown;
  readonly finishReason: unknown;
  readonly usage: unknown;
  readonly providerMetadata: unknown;
  readonly modelId: unknown;
}

/** A tool as the model is offered it: `function`, `provider-defined` (V2), `provider` (V3, V4). */
export interface OfferedToolFields {
  readonly type: unknown;
  readonly id: unknown;
  readonly name: unknown;
  readonly description: unknown;
  readonly inputSchema: unknown;
}

/** `usage` of a language model: @ai-sdk/provider@2 has plain counts, 3 and 4 have counts by part, and `raw`. */
export interface LanguageUsageFields {
  readonly inputTokens: unknown;
  readonly outputTokens: unknown;
  readonly totalTokens: unknown;
  readonly reasoningTokens: unknown;
  readonly cachedInputTokens: unknown;
  readonly raw: unknown;
  /** Of embeddings. */
  readonly tokens: unknown;
}

/** `usage.inputTokens` and `usage.outputTokens`: @ai-sdk/provider@3–4 LanguageModelV3–V4Usage. */
export interface CountsByPartFields {
  readonly total: unknown;
  readonly cacheRead: unknown;
  readonly cacheWrite: unknown;
  readonly reasoning: unknown;
}

/** Usage blocks of vendors as the providers pass them through, as far as they are told apart by them. */
export interface RawUsageFields {
  /** Google: @ai-sdk/google@2–4. */
  readonly promptTokenCount: unknown;
  readonly candidatesTokenCount: unknown;
  readonly thoughtsTokenCount: unknown;
  readonly cachedContentTokenCount: unknown;
  readonly toolUsePromptTokenCount: unknown;
  readonly promptTokensDetails: unknown;
  readonly candidatesTokensDetails: unknown;
  readonly trafficType: unknown;
  /** OpenAI's chat and whoever speaks it. */
  readonly prompt_tokens: unknown;
  /** OpenAI's responses, Anthropic. */
  readonly input_tokens: unknown;
  readonly input_tokens_details: unknown;
  readonly prompt_tokens_details: unknown;
  readonly total_tokens: unknown;
  /** Bedrock: @ai-sdk/amazon-bedrock@4–5; writes by lifetime since the Converse API has them. */
  readonly cacheDetails: unknown;
}

/** `providerMetadata` as far as a bill is in it, by the name of the provider. */
export interface MetadataFields {
  readonly anthropic: unknown;
  readonly bedrock: unknown;
  readonly openai: unknown;
  readonly azure: unknown;
  readonly google: unknown;
  readonly vertex: unknown;
  readonly gateway: unknown;
  readonly openrouter: unknown;
}

/** What one provider says of a call: usage as its API sent it, the tier that served, what a gateway charged. */
export interface ProviderMetadataFields {
  readonly usage: unknown;
  readonly usageMetadata: unknown;
  readonly cacheCreationInputTokens: unknown;
  readonly serviceTier: unknown;
  /** Vercel's gateway: text. OpenRouter: a number, in its `usage`. */
  readonly cost: unknown;
  readonly marketCost: unknown;
  readonly costDetails: unknown;
}
