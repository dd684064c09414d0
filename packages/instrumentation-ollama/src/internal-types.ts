// SPDX-License-Identifier: Apache-2.0
// The fields of the SDK's objects that are read. Where not said otherwise: ollama@0.5.10–0.6 `dist/browser.d.ts`.

/** `Ollama`. */
export interface ClientFields {
  /** `Config`, with the address as a URL; empty where a proxy of the program's own knows it. */
  readonly config: unknown;
}

/** `Config`. */
export interface ConfigFields {
  readonly host: unknown;
}

/** `ChatRequest`, `GenerateRequest`, `EmbedRequest`, `EmbeddingsRequest`. */
export interface RequestFields {
  readonly model: unknown;
  readonly messages: unknown;
  readonly tools: unknown;
  readonly prompt: unknown;
  readonly system: unknown;
  readonly images: unknown;
  readonly stream: unknown;
  readonly format: unknown;
  /** Since 0.5.16. */
  readonly think: unknown;
  readonly dimensions: unknown;
  readonly options: unknown;
}

/** What is read of those requests beside what their spans say. */
export interface OutgoingFields extends RequestFields {
  readonly suffix: unknown;
  /** Tokens of the conversation so far, as an answer gave them. */
  readonly context: unknown;
  readonly input: unknown;
}

/** `Options`. */
export interface OptionsFields {
  readonly num_predict: unknown;
  readonly temperature: unknown;
  readonly top_p: unknown;
  readonly top_k: unknown;
  readonly seed: unknown;
  readonly stop: unknown;
  readonly frequency_penalty: unknown;
  readonly presence_penalty: unknown;
}

/** `Message`. */
export interface MessageFields {
  readonly role: unknown;
  readonly content: unknown;
  readonly thinking: unknown;
  readonly images: unknown;
  readonly tool_calls: unknown;
  readonly tool_name: unknown;
}

/** `ToolCall`, and its `function`. */
export interface ToolCallFields {
  readonly function: unknown;
  readonly name: unknown;
  readonly arguments: unknown;
}

/** `ChatResponse`, `GenerateResponse`, `EmbedResponse`; a stream gives them in pieces. */
export interface AnswerFields {
  readonly model: unknown;
  readonly message: unknown;
  readonly response: unknown;
  readonly thinking: unknown;
  readonly done: unknown;
  readonly done_reason: unknown;
  readonly prompt_eval_count: unknown;
  readonly eval_count: unknown;
}

/** `AbortableAsyncIterator`. */
export interface StreamFields {
  readonly abortController: unknown;
}
