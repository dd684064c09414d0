// SPDX-License-Identifier: Apache-2.0
// What is read of the wire that OpenAI's chat completions speak, and with it most other providers and servers.

/** Request bodies: openai@4–7 `resources/chat/completions`, `resources/completions`, `resources/embeddings`. */
export interface CompletionRequestFields {
  readonly model: unknown;
  readonly stream: unknown;
  readonly stream_options: unknown;
  readonly messages: unknown;
  readonly prompt: unknown;
  readonly tools: unknown;
  readonly temperature: unknown;
  readonly top_p: unknown;
  /** Together, Fireworks, vLLM, OpenRouter. */
  readonly top_k: unknown;
  readonly max_tokens: unknown;
  readonly max_completion_tokens: unknown;
  readonly stop: unknown;
  readonly frequency_penalty: unknown;
  readonly presence_penalty: unknown;
  readonly seed: unknown;
  readonly n: unknown;
  readonly reasoning_effort: unknown;
  readonly service_tier: unknown;
  readonly response_format: unknown;
  readonly modalities: unknown;
  readonly encoding_format: unknown;
  readonly dimensions: unknown;
}

/** A chat completion, a text completion, a chunk of either: openai@4–7 `resources/chat/completions`, `resources/completions`. */
export interface CompletionFields {
  readonly id: unknown;
  readonly model: unknown;
  readonly choices: unknown;
  readonly usage: unknown;
  readonly service_tier: unknown;
  readonly system_fingerprint: unknown;
  readonly error: unknown;
  /** Groq: usage in the last chunk, unasked, or why the stream stopped early. */
  readonly x_groq: unknown;
}

/** `x_groq` of a chunk: groq-sdk@0–1 `resources/chat/completions` ChatCompletionChunk.XGroq. */
export interface GroqChunkFields {
  readonly usage: unknown;
  readonly error: unknown;
}

/** A choice: whole (`message`), in a stream (`delta`), or of a text completion (`text`). */
export interface ChoiceFields {
  readonly index: unknown;
  readonly finish_reason: unknown;
  readonly message: unknown;
  readonly delta: unknown;
  readonly text: unknown;
}

/** A chat message, sent, received or in pieces: openai@4–7 `resources/chat/completions`. */
export interface MessageFields {
  readonly role: unknown;
  readonly name: unknown;
  readonly content: unknown;
  readonly refusal: unknown;
  readonly tool_calls: unknown;
  readonly tool_call_id: unknown;
  /** DeepSeek, Moonshot, xAI, Fireworks. */
  readonly reasoning_content: unknown;
  /** Groq, Together, OpenRouter, Cerebras, vLLM. */
  readonly reasoning: unknown;
}

/** A tool call in a message or a delta. */
export interface ToolCallFields {
  readonly index: unknown;
  readonly id: unknown;
  readonly type: unknown;
  readonly function: unknown;
  readonly custom: unknown;
}

/** `function` of a tool call or tool, `custom` of a tool call, and the flat tools of the Responses API. */
export interface FunctionFields {
  readonly type: unknown;
  readonly name: unknown;
  readonly arguments: unknown;
  readonly input: unknown;
  readonly description: unknown;
  readonly parameters: unknown;
  readonly function: unknown;
}

/** A part of a message's content, and of an item's in the Responses API. */
export interface ContentPartFields {
  readonly type: unknown;
  readonly text: unknown;
  readonly refusal: unknown;
  readonly image_url: unknown;
  readonly input_audio: unknown;
  readonly file: unknown;
  readonly file_id: unknown;
  readonly file_url: unknown;
}
