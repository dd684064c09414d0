// SPDX-License-Identifier: Apache-2.0
import { scriptedUsage } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";

/** A red dot. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";
/** An image of medium quality, 1024 × 1024, in the token table of gpt-image-1. */
const IMAGE_TOKENS = 1056;

/**
 * Answers `POST /v1/images/generations`, `/edits` and `/variations`.
 *
 * @see openai@7.57.0 `resources/images`: GPT image models send base64 and tokens, DALL·E URLs and nothing to bill by.
 */
export function images(call: Call): Answer {
  const { request, reply, world, body } = call;
  const model = request.field("model") ?? "dall-e-2";
  const prompt = promptOf(call);
  const count = Number(body["n"] ?? request.field("n") ?? 1);
  const byTokens = model.startsWith("gpt-image");
  const usage = byTokens ? scriptedUsage(reply, usageOf(prompt, count)) : undefined;
  const tail = usage === undefined ? {} : { usage };
  const created = Math.floor(world.now() / 1000);
  if (body["stream"] === true) return { kind: "stream", events: imageEvents(created, tail) };
  const one = byTokens ? { b64_json: PNG } : { url: `${world.url()}/image.png` };
  const data = Array.from({ length: count }, () => one);
  return { kind: "json", body: overlay({ created, data, ...tail }, reply.fields) };
}

/** Only a variation needs none. */
function promptOf({ request }: Call): string {
  const prompt = request.field("prompt");
  if (prompt === undefined && !request.path.endsWith("/variations"))
    throw new RequestError(400, "Missing required parameter: 'prompt'.");
  return prompt ?? "";
}

function imageEvents(created: number, tail: JsonObject): ScriptedEvent[] {
  const image = { b64_json: PNG, created_at: created, size: "1024x1024", quality: "medium" };
  const events: JsonObject[] = [
    { type: "image_generation.partial_image", ...image, partial_image_index: 0 },
    { type: "image_generation.completed", ...image, ...tail },
  ];
  return events.map((data) => ({ event: String(data["type"]), data }));
}

function usageOf(prompt: string, count: number): JsonObject {
  const [text, drawn] = [countTokens(prompt), IMAGE_TOKENS * count];
  return {
    input_tokens: text,
    input_tokens_details: { image_tokens: 0, text_tokens: text },
    output_tokens: drawn,
    output_tokens_details: { image_tokens: drawn, text_tokens: 0 },
    total_tokens: text + drawn,
  };
}
