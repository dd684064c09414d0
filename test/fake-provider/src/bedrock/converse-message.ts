// SPDX-License-Identifier: Apache-2.0
import { planAnthropicCache, type AnthropicCachePlan } from "../anthropic/cache.ts";
import { minimumCacheTokens, servedModel } from "../anthropic/models.ts";
import { generate, scriptedUsage, type Generation } from "../core/generation.ts";
import { isObject } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import type { Call } from "../core/vendor.ts";
import { renderConverse } from "./converse-prompt.ts";

/** An answer of Converse before it is sent whole or as a stream. */
export interface ConverseMessage {
  readonly content: readonly JsonObject[];
  readonly stopReason: string;
  readonly generation: Generation;
  readonly plan: AnthropicCachePlan;
  readonly usage: JsonObject | undefined;
  /** Makes the written prefixes readable for later requests. */
  readonly commit: () => void;
}

/** Names of the cache's counts: those of Converse and those of Nova's own body differ. */
export type UsageStyle = "converse" | "nova";

/** Generates a message for a body of Converse, or of Nova, whose native body is nearly the same. */
export function generateConverse(call: Call, style: UsageStyle): ConverseMessage {
  const { world, body, reply } = call;
  const model = call.parameters["model"] ?? "";
  const prompt = renderConverse(body);
  const plan = planAnthropicCache({
    ...prompt,
    scope: JSON.stringify(["bedrock", model]),
    minimumTokens: minimumCacheTokens(servedModel(model)),
    isAlive: (digest) => world.cache.isAlive(digest),
  });
  const limits = isObject(body["inferenceConfig"]) ? body["inferenceConfig"] : {};
  const maxTokens = limits["maxTokens"];
  const generation = generate(reply, {
    lastMessage: prompt.lastMessage,
    maxOutputTokens: typeof maxTokens === "number" ? maxTokens : undefined,
    toolCallId: () => world.ids.next("tooluse_", 22),
  });
  return {
    content: contentOf(generation),
    stopReason: reply.stopReason ?? stopReasonOf(generation),
    generation,
    plan,
    usage: scriptedUsage(reply, usageOf(plan, generation, style)),
    commit: () => {
      world.cache.refresh(plan.refreshed);
      world.cache.keep(plan.written);
    },
  };
}

function contentOf({ reasoning, text, toolCalls }: Generation): JsonObject[] {
  return [
    ...(reasoning === undefined ? [] : [{ reasoningContent: { reasoningText: { text: reasoning, signature: "s" } } }]),
    ...(text === "" ? [] : [{ text }]),
    ...toolCalls.map(({ id, name, argumentsJson }) => ({
      toolUse: { toolUseId: id, name, input: JSON.parse(argumentsJson) as unknown },
    })),
  ];
}

function stopReasonOf(generation: Generation): string {
  if (generation.truncated) return "max_tokens";
  return generation.toolCalls.length > 0 ? "tool_use" : "end_turn";
}

/** Input is without the cache; the split of writes by lifetime came in 2026 and is left out where nothing was written. */
function usageOf(plan: AnthropicCachePlan, { outputTokens }: Generation, style: UsageStyle): JsonObject {
  const written = plan.write5mTokens + plan.write1hTokens;
  const counts = {
    inputTokens: plan.uncachedTokens,
    outputTokens,
    totalTokens: plan.uncachedTokens + plan.readTokens + written + outputTokens,
  };
  if (style === "nova")
    return { ...counts, cacheReadInputTokenCount: plan.readTokens, cacheWriteInputTokenCount: written };
  const cacheDetails = [
    { ttl: "5m", inputTokens: plan.write5mTokens },
    { ttl: "1h", inputTokens: plan.write1hTokens },
  ].filter(({ inputTokens }) => inputTokens > 0);
  return {
    ...counts,
    cacheReadInputTokens: plan.readTokens,
    cacheWriteInputTokens: written,
    ...(cacheDetails.length === 0 ? {} : { cacheDetails }),
  };
}
