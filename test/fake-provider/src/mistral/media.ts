// SPDX-License-Identifier: Apache-2.0
import { scriptedUsage } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";

/** Length of whatever audio is sent, and pages of whatever document. */
const [SECONDS, PAGES] = [27, 3];

/** Answers `POST /v1/audio/transcriptions`: a form, as `transcriptionresponse` and `transcriptionstreamevents` have it. */
export function mistralTranscription({ request, reply }: Call): Answer {
  const model = request.field("model");
  if (model === undefined) throw new RequestError(422, "Field required");
  const text = reply.text ?? "What was said.";
  const counts = { prompt_audio_seconds: SECONDS, prompt_tokens: 4, completion_tokens: countTokens(text) };
  const total = 4 + SECONDS * 12 + counts.completion_tokens;
  const usage = scriptedUsage(reply, { ...counts, total_tokens: total });
  const whole: JsonObject = { model, text, language: "en", segments: [], ...(usage === undefined ? {} : { usage }) };
  if (request.field("stream") !== "true") return { kind: "json", body: overlay(whole, reply.fields) };
  const events = [
    { type: "transcription.text.delta", text },
    { type: "transcription.done", ...whole },
  ];
  return { kind: "stream", events: events.map((data) => ({ event: data.type, data: overlay(data, reply.fields) })) };
}

/** Answers `POST /v1/ocr`. */
export function mistralOcr({ body, reply }: Call): Answer {
  if (typeof body["model"] !== "string") throw new RequestError(422, "Field required");
  const pages = Array.from({ length: PAGES }, (_, index) => ({
    index,
    markdown: "# Page",
    images: [],
    dimensions: null,
  }));
  const whole = { pages, model: body["model"], usage_info: { pages_processed: PAGES, doc_size_bytes: 1000 } };
  return { kind: "json", body: overlay(whole, reply.fields) };
}
