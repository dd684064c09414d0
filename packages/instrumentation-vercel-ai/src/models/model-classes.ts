// SPDX-License-Identifier: Apache-2.0
import type { ModelKind } from "./adapters.ts";

/** Classes of one provider package whose methods send requests, by kind; a name may be of some of its majors only. */
export interface ProviderClasses {
  readonly packageName: string;
  readonly versions: string;
  /** Files that declare them, without extension: providers that build on another bring `internal` copies of its classes. */
  readonly files: readonly string[];
  readonly classes: Partial<Readonly<Record<ModelKind, readonly string[]>>>;
}

const BOTH = ["dist/index", "dist/internal/index"];

/**
 * The providers whose classes are patched as they load, so that their calls are seen whoever makes them. Models of all
 * other providers are found when `ai` is given one.
 */
export const PROVIDER_CLASSES: readonly ProviderClasses[] = [
  {
    packageName: "@ai-sdk/openai",
    versions: ">=2.0.0 <5",
    files: BOTH,
    classes: {
      language: ["OpenAIChatLanguageModel", "OpenAICompletionLanguageModel", "OpenAIResponsesLanguageModel"],
      embedding: ["OpenAIEmbeddingModel"],
      image: ["OpenAIImageModel"],
      speech: ["OpenAISpeechModel"],
      transcription: ["OpenAITranscriptionModel"],
    },
  },
  {
    packageName: "@ai-sdk/anthropic",
    versions: ">=2.0.0 <5",
    files: BOTH,
    classes: { language: ["AnthropicMessagesLanguageModel", "AnthropicLanguageModel"] },
  },
  {
    packageName: "@ai-sdk/google",
    versions: ">=2.0.0 <5",
    files: BOTH,
    classes: {
      language: ["GoogleGenerativeAILanguageModel", "GoogleLanguageModel", "GoogleInteractionsLanguageModel"],
      embedding: ["GoogleGenerativeAIEmbeddingModel", "GoogleEmbeddingModel"],
      image: ["GoogleGenerativeAIImageModel", "GoogleImageModel"],
      speech: ["GoogleSpeechModel"],
      transcription: ["GoogleTranscriptionModel"],
    },
  },
  {
    packageName: "@ai-sdk/amazon-bedrock",
    versions: ">=3.0.0 <6",
    files: ["dist/index"],
    classes: {
      language: ["BedrockChatLanguageModel", "AmazonBedrockChatLanguageModel"],
      embedding: ["BedrockEmbeddingModel", "AmazonBedrockEmbeddingModel"],
      image: ["BedrockImageModel", "AmazonBedrockImageModel"],
      reranking: ["BedrockRerankingModel", "AmazonBedrockRerankingModel"],
    },
  },
  {
    packageName: "@ai-sdk/openai-compatible",
    versions: ">=1.0.0 <4",
    files: ["dist/index"],
    classes: {
      language: ["OpenAICompatibleChatLanguageModel", "OpenAICompatibleCompletionLanguageModel"],
      embedding: ["OpenAICompatibleEmbeddingModel"],
      image: ["OpenAICompatibleImageModel"],
    },
  },
  {
    packageName: "@ai-sdk/gateway",
    versions: ">=1.0.0 <5",
    files: ["dist/index"],
    classes: {
      language: ["GatewayLanguageModel"],
      embedding: ["GatewayEmbeddingModel"],
      image: ["GatewayImageModel"],
      reranking: ["GatewayRerankingModel"],
      speech: ["GatewaySpeechModel"],
      transcription: ["GatewayTranscriptionModel"],
    },
  },
];
