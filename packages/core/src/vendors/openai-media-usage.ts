// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from "../facts.ts";
import { fieldsOf, numberOf } from "../read-fields.ts";
import { reportedCost } from "./openai-usage.ts";

/**
 * `usage` of images, transcriptions, realtime responses and batches: openai@4–7 `resources/images`,
 * `resources/audio/transcriptions`, `resources/realtime/realtime`, `resources/batches`.
 */
interface MediaUsageFields {
  /** Of a transcription: `tokens` or `duration`. */
  readonly type: unknown;
  readonly seconds: unknown;
  readonly input_tokens: unknown;
  readonly output_tokens: unknown;
  readonly input_tokens_details: unknown;
  readonly output_tokens_details: unknown;
  /** So in audio and realtime. */
  readonly input_token_details: unknown;
  readonly output_token_details: unknown;
  readonly cost: unknown;
  readonly cost_details: unknown;
  readonly cost_in_usd_ticks: unknown;
}

/** Parts of a count, by what they are. */
interface DetailsFields {
  readonly audio_tokens: unknown;
  readonly image_tokens: unknown;
  readonly cached_tokens: unknown;
  readonly cached_tokens_details: unknown;
  readonly reasoning_tokens: unknown;
}

type BilledFacts = Pick<ResponseFacts, "usage" | "reportedCostUsd">;

/** Usage of everything that is not only text: tokens with their modalities, or seconds. */
export function usageFromOpenAIMedia(value: unknown): BilledFacts {
  if (typeof value !== "object" || value === null) return {};
  const usage = fieldsOf<MediaUsageFields>(value);
  const cost = reportedCost(usage);
  const seconds = usage.type === "duration" ? numberOf(usage.seconds) : undefined;
  if (seconds !== undefined) return { usage: { units: { mediaSeconds: Math.max(0, seconds) } }, ...cost };
  const input = fieldsOf<DetailsFields>(usage.input_tokens_details ?? usage.input_token_details);
  const output = fieldsOf<DetailsFields>(usage.output_tokens_details ?? usage.output_token_details);
  const cached = fieldsOf<DetailsFields>(input.cached_tokens_details);
  return {
    usage: {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadTokens: input.cached_tokens,
      cacheReadAudioTokens: cached.audio_tokens,
      cacheReadImageTokens: cached.image_tokens,
      inputAudioTokens: input.audio_tokens,
      inputImageTokens: input.image_tokens,
      outputAudioTokens: output.audio_tokens,
      outputImageTokens: output.image_tokens,
      reasoningTokens: output.reasoning_tokens,
    },
    ...cost,
  };
}
