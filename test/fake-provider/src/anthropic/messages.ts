// SPDX-License-Identifier: Apache-2.0
import { promptTokens } from "../cache/prompt.ts";
import { generate, scriptedUsage, type Generation } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { RecordedRequest } from "../core/recorded-request.ts";
import type { JsonObject, Reply } from "../core/script.ts";
import { RequestError, type Answer, type Call, type World } from "../core/vendor.ts";
import { planAnthropicCache, type AnthropicCachePlan } from "./cache.ts";
import { contentBlocks, type StreamedBlock } from "./content.ts";
import { messageEvents } from "./messages-stream.ts";
import { minimumCacheTokens, servedModel } from "./models.ts";
import { renderPrompt } from "./prompt.ts";
import { messageUsage } from "./usage.ts";

/** One message to generate. */
export interface MessageRequest {
  readonly world: World;
  readonly body: JsonObject;
  readonly reply: Reply;
  /** As asked for: from the body, or from the path on Bedrock and Vertex. */
  readonly model: unknown;
  /** @defaultValue `msg_01`, as on the vendor's own API */
  readonly idPrefix?: string;
  /** @defaultValue `standard` */
  readonly serviceTier?: string;
  /** Whether the beta endpoint was called, whose messages have more fields. */
  readonly beta: boolean;
}

/** A finished message, ready to be sent whole or as a stream. */
export interface GeneratedMessage {
  readonly body: JsonObject;
  readonly blocks: readonly StreamedBlock[];
  readonly plan: AnthropicCachePlan;
  readonly generation: Generation;
  /** Makes the written prefixes readable for later requests. */
  readonly commit: () => void;
}

/** Generates a message. */
export function generateMessage(request: MessageRequest): GeneratedMessage {
  const { world, body, reply } = request;
  const model = reply.model ?? checkedModel(request);
  const prompt = renderPrompt(body);
  const plan = planAnthropicCache({
    ...prompt,
    scope: JSON.stringify(["anthropic", model]),
    minimumTokens: minimumCacheTokens(model),
    isAlive: (digest) => world.cache.isAlive(digest),
  });
  const generation = generate(reply, {
    lastMessage: prompt.lastMessage,
    maxOutputTokens: body["max_tokens"] as number,
    toolCallId: () => world.ids.next("toolu_01"),
  });
  const blocks = contentBlocks(generation, world.ids);
  const usage = scriptedUsage(reply, {
    ...messageUsage(plan, generation, reply.serviceTier ?? request.serviceTier ?? "standard"),
    ...(request.beta ? { iterations: null, fallback_credit: null } : {}),
  });
  const message = {
    id: world.ids.next(request.idPrefix ?? "msg_01"),
    type: "message",
    role: "assistant",
    model,
    content: blocks.map((block) => block.whole),
    stop_reason: reply.stopReason ?? stopReason(generation),
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    ...(request.beta ? { context_management: null } : {}),
    ...(usage === undefined ? {} : { usage }),
  };
  return {
    body: overlay(message, reply.fields),
    blocks,
    plan,
    generation,
    commit: () => {
      world.cache.refresh(plan.refreshed);
      world.cache.keep(plan.written);
    },
  };
}

/** Answers `POST /v1/messages`. */
export function createMessage(call: Call): Answer {
  const message = generateMessage({ ...call, model: call.body["model"], beta: isBeta(call.request) });
  if (call.body["stream"] === true) {
    return { kind: "stream", onBegin: message.commit, events: messageEvents(message, call.reply) };
  }
  return { kind: "json", onBegin: message.commit, body: message.body };
}

/** Answers `POST /v1/messages/count_tokens`. */
export function countMessageTokens(call: Call): Answer {
  const body = { input_tokens: promptTokens(renderPrompt(call.body).parts) };
  return { kind: "json", body: overlay(body, call.reply.fields) };
}

/** SDKs before 1.0 mark beta calls in the query, later ones only by the betas they ask for. */
export function isBeta(request: RecordedRequest): boolean {
  return request.query.get("beta") === "true" || request.headers["anthropic-beta"] !== undefined;
}

function checkedModel({ body, model }: MessageRequest): string {
  if (typeof model !== "string") throw new RequestError(400, "model: Field required");
  if (typeof body["max_tokens"] !== "number") throw new RequestError(400, "max_tokens: Field required");
  if (!Array.isArray(body["messages"])) throw new RequestError(400, "messages: Field required");
  return servedModel(model);
}

function stopReason(generation: Generation): string {
  if (generation.truncated) return "max_tokens";
  return generation.toolCalls.length > 0 ? "tool_use" : "end_turn";
}
