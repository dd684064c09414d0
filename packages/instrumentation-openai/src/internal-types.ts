// SPDX-License-Identifier: Apache-2.0

/** Request bodies: openai@4–7 `resources/chat/completions`, `resources/completions`, `resources/embeddings`. */
export interface ChatRequestFields {
  readonly model: unknown;
  readonly stream: unknown;
  readonly stream_options: unknown;
  readonly messages: unknown;
  readonly prompt: unknown;
  readonly tools: unknown;
  readonly temperature: unknown;
  readonly top_p: unknown;
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

/** Request body: openai@4.87–7 `resources/responses/responses` ResponseCreateParams, ResponseRetrieveParams. */
export interface ResponsesRequestFields {
  readonly model: unknown;
  readonly stream: unknown;
  readonly input: unknown;
  readonly instructions: unknown;
  readonly tools: unknown;
  readonly temperature: unknown;
  readonly top_p: unknown;
  readonly max_output_tokens: unknown;
  readonly reasoning: unknown;
  readonly service_tier: unknown;
  readonly text: unknown;
  readonly conversation: unknown;
}

/** Request options, the second or third argument: openai@4–7 `internal/request-options`, 4 `core`. */
export interface OptionsFields {
  /** openai@7: `helperMethod`. */
  readonly __metadata: unknown;
  /** openai@4–6: `X-Stainless-Helper-Method`. */
  readonly headers: unknown;
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
  /** Groq: usage in the last chunk, unasked. */
  readonly x_groq: unknown;
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
  /** Spelling of DeepSeek, Moonshot and others that speak this API. */
  readonly reasoning_content: unknown;
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

/** A response, whole or at the end of a stream: openai@4.87–7 `resources/responses/responses` Response, CompactedResponse. */
export interface ResponseFields {
  readonly id: unknown;
  readonly model: unknown;
  readonly status: unknown;
  readonly incomplete_details: unknown;
  readonly error: unknown;
  readonly output: unknown;
  readonly usage: unknown;
  readonly service_tier: unknown;
  readonly tool_usage: unknown;
  readonly conversation: unknown;
}

/** An event of a response stream: openai@4.87–7 ResponseStreamEvent. */
export interface ResponseEventFields {
  readonly type: unknown;
  readonly response: unknown;
  readonly item: unknown;
  readonly delta: unknown;
  readonly output_index: unknown;
}

/** An item of a response's input or output. */
export interface ItemFields {
  readonly type: unknown;
  readonly role: unknown;
  readonly content: unknown;
  readonly call_id: unknown;
  readonly name: unknown;
  readonly arguments: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly summary: unknown;
  readonly action: unknown;
}

/** A part of a message's or an item's content. */
export interface PartFields {
  readonly type: unknown;
  readonly text: unknown;
  readonly refusal: unknown;
  readonly image_url: unknown;
  readonly input_audio: unknown;
  readonly file: unknown;
  readonly file_id: unknown;
  readonly file_url: unknown;
}

/** `usage` of completions and embeddings: openai@4–7 `resources/completions` CompletionUsage. */
export interface CompletionUsageFields {
  readonly prompt_tokens: unknown;
  readonly completion_tokens: unknown;
  readonly total_tokens: unknown;
  readonly prompt_tokens_details: unknown;
  readonly completion_tokens_details: unknown;
  /** DeepSeek's older name of `prompt_tokens_details.cached_tokens`. */
  readonly prompt_cache_hit_tokens: unknown;
  /** Moonshot's. */
  readonly cached_tokens: unknown;
  /** OpenRouter: USD charged. Perplexity: an object with `total_cost`. */
  readonly cost: unknown;
  /** xAI: 10 000 000 000 ticks are one USD. */
  readonly cost_in_usd_ticks: unknown;
}

/** `usage` of responses: openai@4.87–7 `resources/responses/responses` ResponseUsage. */
export interface ResponseUsageFields {
  readonly input_tokens: unknown;
  readonly input_tokens_details: unknown;
  readonly output_tokens: unknown;
  readonly output_tokens_details: unknown;
  readonly total_tokens: unknown;
  readonly cost: unknown;
  readonly cost_in_usd_ticks: unknown;
}

/** Parts of an input count; `cache_write_*` since openai@6, `image_tokens` since 7. */
export interface InputDetailsFields {
  readonly cached_tokens: unknown;
  readonly cache_write_tokens: unknown;
  readonly cache_write_tokens_details: unknown;
  readonly audio_tokens: unknown;
  readonly image_tokens: unknown;
}

/** openai@7 `input_tokens_details.cache_write_tokens_details`. */
export interface CacheWriteFields {
  readonly ttl_30m_tokens: unknown;
  readonly ttl_12h_tokens: unknown;
}

/** Parts of an output count. */
export interface OutputDetailsFields {
  readonly reasoning_tokens: unknown;
  readonly audio_tokens: unknown;
}

/** openai@7 `tool_usage` of a response; other versions pass it through untyped. */
export interface ToolUsageFields {
  readonly web_search: unknown;
  readonly image_gen: unknown;
}

/** The client behind a resource: openai@4–7 `client`, 4 `core`; `deploymentName` and `apiVersion` on AzureOpenAI. */
export interface ClientFields {
  readonly baseURL: unknown;
  readonly deploymentName: unknown;
  readonly apiVersion: unknown;
}
