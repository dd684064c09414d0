// SPDX-License-Identifier: Apache-2.0
import { scriptedUsage } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";

/** Length of whatever audio is sent. */
const SECONDS = 27;
const DEFAULT_TEXT = "What was said.";

/**
 * Answers `POST /v1/audio/transcriptions` and `/translations`.
 *
 * @see https://platform.openai.com/docs/api-reference/audio and openai@7.57.0 `resources/audio`: whisper-1 is billed by
 *   seconds, the others by tokens; formats that are only text tell nothing.
 */
export function transcription(call: Call): Answer {
  const { request, reply } = call;
  const model = request.field("model");
  if (model === undefined) throw new RequestError(400, "you must provide a model parameter");
  const format = request.field("response_format") ?? "json";
  const text = reply.text ?? DEFAULT_TEXT;
  if (format === "text" || format === "srt" || format === "vtt") {
    return { kind: "bytes", contentType: "text/plain; charset=utf-8", bytes: Buffer.from(`${text}\n`) };
  }
  const usage = scriptedUsage(reply, usageOf(model, text));
  const tail = usage === undefined ? {} : { usage };
  if (request.field("stream") === "true") {
    const events: JsonObject[] = [
      { type: "transcript.text.delta", delta: text },
      { type: "transcript.text.done", text, ...tail },
    ];
    return { kind: "stream", events: events.map((data) => ({ data: overlay(data, reply.fields) })) };
  }
  const verbose = format === "verbose_json" ? { task: "transcribe", language: "english", duration: SECONDS } : {};
  return { kind: "json", body: overlay({ ...verbose, text, ...tail }, reply.fields) };
}

/** Answers `POST /v1/audio/speech` with audio of no sound. */
export function speech({ body }: Call): Answer {
  if (typeof body["input"] !== "string") throw new RequestError(400, "Missing required parameter: 'input'.");
  return { kind: "bytes", contentType: "audio/mpeg", bytes: new Uint8Array(64) };
}

function usageOf(model: string, text: string): JsonObject {
  if (!model.includes("transcribe")) return { type: "duration", seconds: SECONDS };
  const [audio, output] = [SECONDS * 10, countTokens(text)];
  return {
    type: "tokens",
    input_tokens: audio,
    input_token_details: { text_tokens: 0, audio_tokens: audio },
    output_tokens: output,
    total_tokens: audio + output,
  };
}
