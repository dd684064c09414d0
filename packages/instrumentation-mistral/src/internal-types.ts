// SPDX-License-Identifier: Apache-2.0
// The fields of the SDK's objects that are read. Where not said otherwise: @mistralai/mistralai@1.10–2 `models/components`.

/** A resource of the SDK, and its client: `lib/sdks` ClientSDK. */
export interface ResourceFields {
  readonly _baseURL: unknown;
}

/** `chatcompletionrequest`, `agentscompletionrequest`, `fimcompletionrequest` and their streams'. */
export interface CompletionRequestFields {
  readonly model: unknown;
  readonly agentId: unknown;
  readonly messages: unknown;
  readonly prompt: unknown;
  readonly tools: unknown;
  readonly toolChoice: unknown;
  readonly parallelToolCalls: unknown;
  readonly temperature: unknown;
  readonly topP: unknown;
  readonly maxTokens: unknown;
  readonly stop: unknown;
  readonly randomSeed: unknown;
  readonly presencePenalty: unknown;
  readonly frequencyPenalty: unknown;
  readonly n: unknown;
  readonly responseFormat: unknown;
  readonly reasoningEffort: unknown;
}

/** `embeddingrequest`. */
export interface EmbeddingRequestFields {
  readonly model: unknown;
  readonly encodingFormat: unknown;
  readonly outputDimension: unknown;
}

/** `chatcompletionresponse`, `fimcompletionresponse`, `completionchunk`, `embeddingresponse`. */
export interface CompletionFields {
  readonly id: unknown;
  readonly model: unknown;
  readonly choices: unknown;
  readonly usage: unknown;
}

/** What a stream gives: `completionevent`. */
export interface EventFields {
  readonly data: unknown;
}

/** `chatcompletionchoice`, `completionresponsestreamchoice`. */
export interface ChoiceFields {
  readonly index: unknown;
  readonly finishReason: unknown;
  readonly message: unknown;
  readonly delta: unknown;
}

/** `usermessage`, `assistantmessage`, `toolmessage`, `systemmessage`, `deltamessage`. */
export interface MessageFields {
  readonly role: unknown;
  readonly content: unknown;
  readonly toolCalls: unknown;
  readonly toolCallId: unknown;
  readonly name: unknown;
}

/** `contentchunk`. */
export interface ContentChunkFields {
  readonly type: unknown;
  readonly text: unknown;
  readonly thinking: unknown;
  readonly imageUrl: unknown;
  readonly inputAudio: unknown;
  readonly documentUrl: unknown;
  readonly fileId: unknown;
}

/** `usageinfo`. What the schema does not know keeps the wire's names: in place since 2, `additionalProperties` in 1. */
export interface UsageFields {
  readonly promptTokens: unknown;
  readonly completionTokens: unknown;
  readonly totalTokens: unknown;
  readonly promptAudioSeconds: unknown;
  /** Since 2. */
  readonly serviceTier: unknown;
  readonly service_tier: unknown;
  readonly prompt_tokens_details: unknown;
  readonly additionalProperties: unknown;
}

/** `conversationrequest`, and the arguments of `conversations.append()` and `restart()` around theirs. */
export interface ConversationRequestFields {
  readonly conversationId: unknown;
  readonly conversationAppendRequest: unknown;
  readonly conversationAppendStreamRequest: unknown;
  readonly conversationRestartRequest: unknown;
  readonly conversationRestartStreamRequest: unknown;
  readonly model: unknown;
  readonly agentId: unknown;
  readonly inputs: unknown;
  readonly instructions: unknown;
  readonly tools: unknown;
  readonly completionArgs: unknown;
}

/** `messageinputentry`, `messageoutputentry`, `functioncallentry`, `functionresultentry`. */
export interface InputEntryFields {
  readonly type: unknown;
  readonly role: unknown;
  readonly name: unknown;
  readonly toolCallId: unknown;
  readonly arguments: unknown;
  readonly result: unknown;
}

/** `conversationresponse`. */
export interface ConversationFields {
  readonly conversationId: unknown;
  readonly outputs: unknown;
  readonly usage: unknown;
}

/** `messageoutputentry`, `functioncallentry`, `toolexecutionentry`, `agenthandoffentry`. */
export interface EntryFields {
  readonly type: unknown;
  readonly model: unknown;
  readonly content: unknown;
  readonly toolCallId: unknown;
  readonly name: unknown;
  readonly arguments: unknown;
}

/** `conversationevents`: what is in `data`. */
export interface ConversationEventFields extends EntryFields {
  readonly outputIndex: unknown;
  readonly conversationId: unknown;
  readonly usage: unknown;
  readonly code: unknown;
}

/** `conversationusageinfo`: calls of built-in tools by their names, and the tokens that they put in. */
export interface ConversationUsageFields {
  readonly promptTokens: unknown;
  readonly completionTokens: unknown;
  readonly totalTokens: unknown;
  readonly connectorTokens: unknown;
  readonly connectors: unknown;
}

/** `audiotranscriptionrequest`, `transcriptionresponse`, `transcriptionstreamdone`. */
export interface TranscriptionFields {
  readonly type: unknown;
  readonly model: unknown;
  readonly text: unknown;
  readonly usage: unknown;
}

/** `ocrrequest`, `ocrresponse`. */
export interface OcrFields {
  readonly model: unknown;
}
