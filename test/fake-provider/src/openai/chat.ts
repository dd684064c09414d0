// SPDX-License-Identifier: Apache-2.0
import { generate, scriptedUsage, type Generation } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { billInput, servedTier } from "./accounting.ts";
import { chatEvents } from "./chat-stream.ts";
import { servedModel } from "./models.ts";
import { renderPrompt } from "./prompt.ts";
import { chatUsage } from "./usage.ts";

/** A finished chat completion, ready to be sent whole or as a stream. */
export interface ChatCompletion {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly serviceTier: string;
  readonly generation: Generation;
  readonly finishReason: string;
  readonly choiceCount: number;
  readonly usage: JsonObject | undefined;
  /** Azure adds the verdicts of its content filter. */
  readonly contentFilter: boolean;
}

/** Answers `POST /v1/chat/completions`. */
export function chatCompletion(call: Call): Answer {
  const { body, reply, world } = call;
  const messages = body["messages"];
  if (!Array.isArray(messages)) throw new RequestError(400, "Missing required parameter: 'messages'.");
  const model = reply.model ?? servedModel(requestedModel(call));
  const prompt = renderPrompt(body["tools"], messages, "30m");
  const bill = billInput(world, model, body, prompt);
  const choiceCount = numberOf(body["n"]) ?? 1;
  const one = generate(reply, {
    lastMessage: prompt.lastMessage,
    maxOutputTokens: numberOf(body["max_completion_tokens"] ?? body["max_tokens"]),
    toolCallId: () => world.ids.next("call_"),
  });
  const generation = { ...one, outputTokens: reply.outputTokens ?? one.outputTokens * choiceCount };
  const completion: ChatCompletion = {
    id: world.ids.next("chatcmpl-", 29),
    created: Math.floor(world.now() / 1000),
    model,
    serviceTier: reply.serviceTier ?? servedTier(body),
    generation,
    finishReason: reply.stopReason ?? finishReason(generation),
    choiceCount,
    usage: scriptedUsage(reply, chatUsage(bill, generation)),
    contentFilter: call.parameters["deployment"] !== undefined,
  };
  if (body["stream"] === true) {
    return { kind: "stream", onBegin: bill.commit, events: chatEvents(completion, body["stream_options"], reply) };
  }
  return { kind: "json", onBegin: bill.commit, body: overlay(completionBody(completion), reply.fields) };
}

/** The model named in the body, else the Azure deployment. */
export function requestedModel(call: Call): string {
  const model = call.body["model"] ?? call.parameters["deployment"];
  if (typeof model !== "string") throw new RequestError(400, "you must provide a model parameter");
  return model;
}

/** A number from a request, if it is one. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Verdicts of a filter that found nothing. */
export const CLEAN_CONTENT_FILTER: JsonObject = Object.fromEntries(
  ["hate", "self_harm", "sexual", "violence"].map((name) => [name, { filtered: false, severity: "safe" }]),
);

function finishReason(generation: Generation): string {
  if (generation.truncated) return "length";
  return generation.toolCalls.length > 0 ? "tool_calls" : "stop";
}

function completionBody(completion: ChatCompletion): JsonObject {
  const { generation } = completion;
  const choice = {
    message: {
      role: "assistant",
      content: generation.text === "" ? null : generation.text,
      ...(generation.toolCalls.length > 0 ? { tool_calls: generation.toolCalls.map(wireToolCall) } : {}),
      refusal: null,
      annotations: [],
    },
    logprobs: null,
    finish_reason: completion.finishReason,
    ...(completion.contentFilter ? { content_filter_results: CLEAN_CONTENT_FILTER } : {}),
  };
  return {
    id: completion.id,
    object: "chat.completion",
    created: completion.created,
    model: completion.model,
    choices: Array.from({ length: completion.choiceCount }, (_, index) => ({ index, ...choice })),
    ...(completion.contentFilter
      ? { prompt_filter_results: [{ prompt_index: 0, content_filter_results: CLEAN_CONTENT_FILTER }] }
      : {}),
    ...(completion.usage ? { usage: completion.usage } : {}),
    service_tier: completion.serviceTier,
    system_fingerprint: "fp_fake",
  };
}

function wireToolCall(call: Generation["toolCalls"][number]): JsonObject {
  return { id: call.id, type: "function", function: { name: call.name, arguments: call.argumentsJson } };
}
