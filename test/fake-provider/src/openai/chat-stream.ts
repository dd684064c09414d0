// SPDX-License-Identifier: Apache-2.0
import { argumentPieces, type Generation } from "../core/generation.ts";
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject, Reply, ScriptedEvent } from "../core/script.ts";
import { CLEAN_CONTENT_FILTER, type ChatCompletion } from "./chat.ts";

/** Filler that hides the length of a delta; the vendor's is random, ours is not. */
const OBFUSCATION = "abcdefgh";

/**
 * A chat completion as chunks.
 *
 * Usage comes only when asked for: then every chunk carries `usage: null` and one more, without choices, the counts.
 */
export function chatEvents(completion: ChatCompletion, streamOptions: unknown, reply: Reply): ScriptedEvent[] {
  const options = isObject(streamOptions) ? streamOptions : {};
  const includeUsage = options["include_usage"] === true;
  const obfuscation = options["include_obfuscation"] === false ? {} : { obfuscation: OBFUSCATION };
  const envelope = {
    id: completion.id,
    object: "chat.completion.chunk",
    created: completion.created,
    model: completion.model,
    service_tier: completion.serviceTier,
    system_fingerprint: "fp_fake",
  };
  const chunk = (choices: readonly JsonObject[], extra: JsonObject): ScriptedEvent => ({
    data: overlay({ ...envelope, choices, ...extra }, reply.fields),
  });
  const nullUsage = includeUsage ? { usage: null } : {};
  const chunks = choiceDeltas(completion).map((choice) => chunk([choice], { ...nullUsage, ...obfuscation }));
  if (completion.contentFilter) {
    const verdict = { prompt_index: 0, content_filter_results: CLEAN_CONTENT_FILTER };
    chunks.unshift(chunk([], { ...nullUsage, prompt_filter_results: [verdict] }));
  }
  if (includeUsage && completion.usage) chunks.push(chunk([], { usage: completion.usage, ...obfuscation }));
  const [first, ...rest] = chunks;
  return [...(first ? [first] : []), ...(reply.events ?? []), ...rest, { data: "[DONE]" }];
}

function choiceDeltas(completion: ChatCompletion): JsonObject[] {
  const deltas = generationDeltas(completion.generation);
  return Array.from({ length: completion.choiceCount }, (_, index) => [
    ...deltas.map((delta) => ({ index, delta, logprobs: null, finish_reason: null })),
    { index, delta: {}, logprobs: null, finish_reason: completion.finishReason },
  ]).flat();
}

function generationDeltas(generation: Generation): JsonObject[] {
  const opening = { role: "assistant", content: generation.text === "" ? null : "", refusal: null };
  const texts = generation.textPieces.map((content) => ({ content }));
  const calls = generation.toolCalls.flatMap((call, index) => [
    {
      tool_calls: [{ index, id: call.id, type: "function", function: { name: call.name, arguments: "" } }],
    },
    ...argumentPieces(call.argumentsJson).map((piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ]);
  return [opening, ...texts, ...calls];
}
