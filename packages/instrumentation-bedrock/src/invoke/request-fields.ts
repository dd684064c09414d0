// SPDX-License-Identifier: Apache-2.0

/**
 * The body of a request, whichever vendor's: Anthropic, Nova, Llama, Mistral, Titan, Cohere, AI21, Stability.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
export interface InvokeBodyFields {
  /** Anthropic. */
  readonly anthropic_version: unknown;
  readonly messages: unknown;
  readonly system: unknown;
  readonly tools: unknown;
  readonly prompt: unknown;
  /** Cohere. */
  readonly message: unknown;
  readonly preamble: unknown;
  readonly chat_history: unknown;
  readonly texts: unknown;
  readonly documents: unknown;
  /** Titan. */
  readonly inputText: unknown;
  readonly textGenerationConfig: unknown;
  readonly embeddingConfig: unknown;
  readonly imageGenerationConfig: unknown;
  /** Nova. */
  readonly schemaVersion: unknown;
  readonly inferenceConfig: unknown;
  readonly singleEmbeddingParams: unknown;
  /** Stability. */
  readonly text_prompts: unknown;
}

/** How to generate: in the body itself, in `inferenceConfig` (Nova), or in `textGenerationConfig` (Titan). */
export interface SettingFields {
  readonly max_tokens: unknown;
  readonly max_gen_len: unknown;
  readonly maxTokens: unknown;
  readonly maxTokenCount: unknown;
  readonly max_tokens_to_sample: unknown;
  readonly temperature: unknown;
  readonly top_p: unknown;
  readonly topP: unknown;
  readonly p: unknown;
  readonly top_k: unknown;
  readonly topK: unknown;
  readonly k: unknown;
  readonly stop: unknown;
  readonly stop_sequences: unknown;
  readonly stopSequences: unknown;
  readonly dimensions: unknown;
}
