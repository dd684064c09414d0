// SPDX-License-Identifier: Apache-2.0
import { generate, scriptedUsage } from "../core/generation.ts";
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import type { Answer, Call } from "../core/vendor.ts";
import { billInput } from "./accounting.ts";
import { numberOf, requestedModel } from "./chat.ts";
import { servedModel } from "./models.ts";
import { renderPrompt } from "./prompt.ts";
import { chatUsage } from "./usage.ts";

/** Answers `POST /v1/completions`, the endpoint before chat. */
export function textCompletion(call: Call): Answer {
  const { body, reply, world } = call;
  const prompts = Array.isArray(body["prompt"]) ? body["prompt"] : [body["prompt"] ?? ""];
  const model = reply.model ?? servedModel(requestedModel(call));
  const prompt = renderPrompt(
    [],
    prompts.map((content) => ({ content: typeof content === "string" ? content : JSON.stringify(content) })),
    "30m",
  );
  const bill = billInput(world, model, body, prompt);
  const generation = generate(reply, {
    lastMessage: prompt.lastMessage,
    maxOutputTokens: numberOf(body["max_tokens"]),
    toolCallId: () => world.ids.next("call_"),
  });
  const usage = scriptedUsage(reply, chatUsage(bill, generation));
  const envelope = {
    id: world.ids.next("cmpl-", 29),
    object: "text_completion",
    created: Math.floor(world.now() / 1000),
    model,
  };
  const finishReason = reply.stopReason ?? (generation.truncated ? "length" : "stop");
  const choice = (text: string, finish: string | null): JsonObject => ({
    text,
    index: 0,
    logprobs: null,
    finish_reason: finish,
  });
  if (body["stream"] !== true) {
    const whole = { ...envelope, choices: [choice(generation.text, finishReason)], ...(usage ? { usage } : {}) };
    return { kind: "json", onBegin: bill.commit, body: overlay(whole, reply.fields) };
  }
  const options = isObject(body["stream_options"]) ? body["stream_options"] : {};
  const includeUsage = options["include_usage"] === true;
  const nullUsage = includeUsage ? { usage: null } : {};
  const chunks: JsonObject[] = generation.textPieces.map((text) => ({ choices: [choice(text, null)], ...nullUsage }));
  chunks.push({ choices: [choice("", finishReason)], ...nullUsage });
  if (includeUsage && usage) chunks.push({ choices: [], usage });
  const events = chunks.map((chunk) => ({ data: overlay({ ...envelope, ...chunk }, reply.fields) }));
  return { kind: "stream", onBegin: bill.commit, events: [...events, { data: "[DONE]" }] };
}
