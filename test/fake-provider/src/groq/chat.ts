// SPDX-License-Identifier: Apache-2.0
import { isObject } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import type { Answer, Call } from "../core/vendor.ts";
import { chatCompletion } from "../openai/chat.ts";

/** Seconds that Groq tells beside the counts. */
const TIMES = { queue_time: 0.02, prompt_time: 0.01, completion_time: 0.1, total_time: 0.11 } as const;

/**
 * Answers `POST /openai/v1/chat/completions` as OpenAI would, with Groq's differences: times in the usage, `x_groq`, and
 * the usage of a stream, asked for or not, in its last chunk with a choice.
 *
 * @see https://console.groq.com/docs/api-reference#chat-create and groq-sdk@1.6.0 `resources/chat/completions`
 */
export function groqChat(call: Call): Answer {
  const id = call.world.ids.next("req_", 26);
  const served = { ...call.reply, serviceTier: call.reply.serviceTier ?? servedTier(call.body) };
  const answer = chatCompletion({
    ...call,
    reply: served,
    body: { ...call.body, stream_options: { include_usage: true, include_obfuscation: false } },
  });
  if (answer.kind === "json") return { ...answer, body: { ...timed(answer.body), x_groq: { id } } };
  if (answer.kind !== "stream") return answer;
  return { ...answer, events: withUsageInside(answer.events, id) };
}

function servedTier(body: JsonObject): string {
  const asked = body["service_tier"];
  return typeof asked === "string" && asked !== "auto" ? asked : "on_demand";
}

function timed(body: unknown): JsonObject {
  if (!isObject(body)) return {};
  return isObject(body["usage"]) ? { ...body, usage: { ...TIMES, ...body["usage"] } } : body;
}

function withUsageInside(events: readonly ScriptedEvent[], id: string): ScriptedEvent[] {
  const chunks = events.map(({ data }) => data);
  const told = chunks.find((chunk) => isObject(chunk) && isObject(chunk["usage"]));
  const usage = timed(told)["usage"];
  const last = chunks.findLast((chunk) => isObject(chunk) && hasChoices(chunk));
  return events.flatMap((event, index) => {
    const { data } = event;
    if (data === told || !isObject(data)) return data === told ? [] : [event];
    const { usage: _null, ...chunk } = data;
    if (data === last) return [{ data: { ...chunk, x_groq: { id, ...(usage === undefined ? {} : { usage }) } } }];
    return [{ data: index === 0 ? { ...chunk, x_groq: { id } } : chunk }];
  });
}

function hasChoices(chunk: JsonObject): boolean {
  return Array.isArray(chunk["choices"]) && chunk["choices"].length > 0;
}
