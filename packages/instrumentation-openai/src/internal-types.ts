// SPDX-License-Identifier: Apache-2.0

/** What of a request decides whether its stream tells usage: openai@4–7 `resources/chat/completions`. */
export interface StreamRequestFields {
  readonly stream: unknown;
  readonly stream_options: unknown;
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

/** What policies read of it besides. */
export interface OutgoingFields extends ResponsesRequestFields {
  readonly previous_response_id: unknown;
  /** A prompt that is kept at the provider. */
  readonly prompt: unknown;
}

/** What the prompt is made of, and its cache kept by: openai@4.87–7. */
export interface PromptFields extends OutgoingFields {
  readonly tool_choice: unknown;
  readonly parallel_tool_calls: unknown;
  readonly truncation: unknown;
  readonly context_management: unknown;
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
  /** Of GPT-5.6 and later, where the request names a response to compare with. */
  readonly prompt_cache_diagnostics: unknown;
  readonly tool_usage: unknown;
  readonly conversation: unknown;
  /** The work goes on when the request has been answered. */
  readonly background: unknown;
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

/** A line of a batch's results: openai@4–7 `resources/batches`, and what Azure leaves out of it. */
export interface BatchLineFields {
  readonly id: unknown;
  readonly custom_id: unknown;
  readonly response: unknown;
  readonly error: unknown;
}

/** A realtime client: openai@4.86–7 `beta/realtime`, 5.20–7 `realtime`, each `ws` and `websocket`. */
export interface RealtimeSocketFields {
  readonly url: unknown;
  readonly socket: unknown;
}

/** An event of the server of a realtime session: openai@4.86–7 RealtimeServerEvent. */
export interface RealtimeEventFields {
  readonly type: unknown;
  readonly session: unknown;
  readonly response: unknown;
  readonly response_id: unknown;
  readonly item_id: unknown;
  readonly usage: unknown;
  readonly error: unknown;
}

/** What a realtime session runs on. */
export interface RealtimeSessionFields {
  readonly model: unknown;
  readonly audio: unknown;
  /** In the beta. */
  readonly input_audio_transcription: unknown;
}

/** A response of a realtime session: openai@4.86–7 RealtimeResponse. */
export interface RealtimeResponseFields {
  readonly id: unknown;
  readonly status: unknown;
  readonly status_details: unknown;
  readonly conversation_id: unknown;
  readonly output: unknown;
  readonly output_modalities: unknown;
  /** In the beta. */
  readonly modalities: unknown;
  readonly usage: unknown;
}

/** Why a realtime response ended early. */
export interface RealtimeStatusFields {
  readonly reason: unknown;
  readonly error: unknown;
}

/** Request to make a video: openai@6–7 `resources/videos`. */
export interface VideoRequestFields {
  readonly model: unknown;
  readonly seconds: unknown;
}

/** A video: openai@6–7 `resources/videos` Video. */
export interface VideoFields {
  readonly id: unknown;
  readonly model: unknown;
  readonly status: unknown;
  readonly seconds: unknown;
  readonly size: unknown;
  readonly error: unknown;
}

/** The client behind a resource: `AzureOpenAI` of openai@4–7 `azure`, 4 `index`. */
export interface ClientFields {
  readonly deploymentName: unknown;
  readonly apiVersion: unknown;
}
