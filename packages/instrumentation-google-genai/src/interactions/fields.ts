// SPDX-License-Identifier: Apache-2.0
// The fields of interactions that are read, as they are on the wire: @google/genai@1.33–3 `interactions`.

/** CreateModelInteractionParams, CreateAgentInteractionParams. */
export interface InteractionRequestFields {
  readonly model: unknown;
  readonly agent: unknown;
  readonly input: unknown;
  readonly stream: unknown;
  readonly tools: unknown;
  readonly system_instruction: unknown;
  readonly generation_config: unknown;
  readonly previous_interaction_id: unknown;
  readonly response_format: unknown;
  readonly service_tier: unknown;
}

/** GenerationConfig. */
export interface InteractionConfigFields {
  readonly temperature: unknown;
  readonly top_p: unknown;
  readonly max_output_tokens: unknown;
  readonly stop_sequences: unknown;
  readonly seed: unknown;
  readonly thinking_level: unknown;
}

/** Interaction. `outputs` before 2, since then `steps`. */
export interface InteractionFields {
  readonly id: unknown;
  readonly model: unknown;
  readonly status: unknown;
  readonly usage: unknown;
  readonly service_tier: unknown;
  readonly steps: unknown;
  readonly outputs: unknown;
  readonly errors: unknown;
}

/** What a stream gives: InteractionSSEEvent. */
export interface InteractionEventFields {
  readonly event_type: unknown;
  readonly interaction: unknown;
  readonly index: unknown;
  readonly step: unknown;
  readonly content: unknown;
  readonly delta: unknown;
  readonly usage: unknown;
  readonly error: unknown;
}

/** A step, or a content: of one kind each. */
export interface StepFields {
  readonly type: unknown;
  readonly id: unknown;
  readonly name: unknown;
  readonly call_id: unknown;
  readonly role: unknown;
  readonly text: unknown;
  readonly content: unknown;
  readonly summary: unknown;
  readonly arguments: unknown;
  readonly result: unknown;
  readonly mime_type: unknown;
  readonly uri: unknown;
}

/** Usage. */
export interface InteractionUsageFields {
  readonly total_input_tokens: unknown;
  readonly total_cached_tokens: unknown;
  readonly total_output_tokens: unknown;
  readonly total_thought_tokens: unknown;
  readonly total_tool_use_tokens: unknown;
  readonly total_tokens: unknown;
  readonly input_tokens_by_modality: unknown;
  readonly cached_tokens_by_modality: unknown;
  readonly output_tokens_by_modality: unknown;
  readonly tool_use_tokens_by_modality: unknown;
  readonly grounding_tool_count: unknown;
}
