// SPDX-License-Identifier: Apache-2.0
import { argumentPieces } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import type { Answer, Call } from "../core/vendor.ts";
import { generateConverse, type ConverseMessage } from "./converse-message.ts";

const LATENCY_MS = 12;

/** Answers `POST /model/{id}/converse`. */
export function converse(call: Call): Answer {
  const message = generateConverse(call, "converse");
  const body = {
    output: { message: { role: "assistant", content: message.content } },
    stopReason: message.stopReason,
    ...billOf(call, message),
  };
  return { kind: "json", onBegin: message.commit, body: overlay(body, call.reply.fields) };
}

/** Answers `POST /model/{id}/converse-stream`. */
export function converseStream(call: Call): Answer {
  const message = generateConverse(call, "converse");
  const [first, ...rest] = converseEvents(message);
  const bill = overlay(billOf(call, message), call.reply.fields);
  const events = [first, ...(call.reply.events ?? []), ...rest, named("metadata", bill)];
  return { kind: "stream", onBegin: message.commit, events: events.filter((event) => event !== undefined) };
}

/** Events up to the end of the message, in Converse's own shape, which is Nova's as well. */
export function converseEvents(message: ConverseMessage): ScriptedEvent[] {
  return [
    named("messageStart", { role: "assistant" }),
    ...message.content.flatMap((block, contentBlockIndex) => [
      ...openingOf(block).map((start) => named("contentBlockStart", { contentBlockIndex, start })),
      ...deltasOf(block, message).map((delta) => named("contentBlockDelta", { contentBlockIndex, delta })),
      named("contentBlockStop", { contentBlockIndex }),
    ]),
    named("messageStop", { stopReason: message.stopReason }),
  ];
}

function named(event: string, data: JsonObject): ScriptedEvent {
  return { event, data };
}

/** Only tool calls are opened: text simply begins. */
function openingOf(block: JsonObject): JsonObject[] {
  const { toolUse } = block as { readonly toolUse?: { readonly toolUseId: string; readonly name: string } };
  return toolUse === undefined ? [] : [{ toolUse: { toolUseId: toolUse.toolUseId, name: toolUse.name } }];
}

function deltasOf(block: JsonObject, { generation }: ConverseMessage): JsonObject[] {
  if ("text" in block) return generation.textPieces.map((text) => ({ text }));
  if ("reasoningContent" in block)
    return [{ reasoningContent: { text: generation.reasoning } }, { reasoningContent: { signature: "s" } }];
  const { input } = (block as { readonly toolUse: { readonly input: unknown } }).toolUse;
  return argumentPieces(JSON.stringify(input)).map((piece) => ({ toolUse: { input: piece } }));
}

/** What a price depends on; settings that were asked for are said back. */
function billOf({ body, reply }: Call, { usage }: ConverseMessage): JsonObject {
  const tier = reply.serviceTier === undefined ? body["serviceTier"] : { type: reply.serviceTier };
  return {
    ...(usage === undefined ? {} : { usage }),
    metrics: { latencyMs: LATENCY_MS },
    ...(tier === undefined ? {} : { serviceTier: tier }),
    ...(body["performanceConfig"] === undefined ? {} : { performanceConfig: body["performanceConfig"] }),
  };
}
