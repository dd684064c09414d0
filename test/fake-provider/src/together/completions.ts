// SPDX-License-Identifier: Apache-2.0
import { isObject } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import type { Answer, Call } from "../core/vendor.ts";
import { chatCompletion } from "../openai/chat.ts";
import { textCompletion } from "../openai/completions.ts";

/**
 * Answers `POST /v1/chat/completions` as OpenAI would, with Together's differences: three counts and no details, no
 * tiers, and the usage of a stream, asked for or not, beside its last choice.
 *
 * @see https://docs.together.ai/reference/chat-completions-1 and together-ai@0.52.0 `resources/chat/completions`
 */
export function togetherChat(call: Call): Answer {
  return asTogether(chatCompletion(askingForUsage(call)));
}

/** Answers `POST /v1/completions`, with the same differences. */
export function togetherCompletion(call: Call): Answer {
  return asTogether(textCompletion(askingForUsage(call)));
}

function askingForUsage(call: Call): Call {
  return { ...call, body: { ...call.body, stream_options: { include_usage: true, include_obfuscation: false } } };
}

function asTogether(answer: Answer): Answer {
  if (answer.kind === "json") return { ...answer, body: plain(answer.body) };
  return answer.kind === "stream" ? { ...answer, events: withUsageBeside(answer.events) } : answer;
}

function withUsageBeside(events: readonly ScriptedEvent[]): ScriptedEvent[] {
  const chunks = events.map(({ data }) => (isObject(data) ? plain(data) : data));
  const isUsage = (chunk: unknown): boolean => isObject(chunk) && isObject(chunk["usage"]);
  const told = chunks.find(isUsage);
  const rest = chunks.filter((chunk) => chunk !== told);
  const last = rest.findLast(isObject);
  return rest.map((data) => ({
    data: isObject(data) && data === last && isObject(told) ? { ...data, usage: told["usage"] } : data,
  }));
}

function plain(value: unknown): JsonObject {
  if (!isObject(value)) return {};
  const { service_tier: _tier, system_fingerprint: _fingerprint, usage, ...body } = value;
  if (!isObject(usage)) return usage === undefined ? body : { ...body, usage };
  const { prompt_tokens_details: _input, completion_tokens_details: _output, ...counts } = usage;
  return { ...body, prompt: [], usage: counts };
}
