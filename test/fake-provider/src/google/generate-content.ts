// SPDX-License-Identifier: Apache-2.0
import { countServerTools, generate, scriptedUsage, type Generation } from "../core/generation.ts";
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { planGeminiCache, type GeminiCachePlan } from "./cache.ts";
import { contentText, isVertex, listOf, promptTokensOf } from "./prompt.ts";

/** Answers `:generateContent`. */
export function generateContent(call: Call): Answer {
  const { head, generation, usage, last, onBegin } = answer(call);
  const parts = [...thoughtParts(generation), ...textParts([generation.text]), ...callParts(generation)];
  const body = { candidates: [{ ...candidate(parts), ...last }], ...usage, ...head };
  return { kind: "json", headers: tierHeaders(call), onBegin, body: overlay(body, call.reply.fields) };
}

/**
 * Answers `:streamGenerateContent?alt=sse`.
 *
 * Every chunk is a response of its own with the usage so far: the prompt from the first one on, the answer when it ends.
 */
export function streamGenerateContent(call: Call): Answer {
  const { head, generation, usage, last, onBegin } = answer(call);
  const whole = isObject(usage["usageMetadata"]) ? usage["usageMetadata"] : undefined;
  const asked = whole?.["promptTokenCount"];
  const early = whole === undefined ? {} : { usageMetadata: { promptTokenCount: asked, totalTokenCount: asked } };
  const chunk = (parts: readonly JsonObject[], told: JsonObject, end?: JsonObject): ScriptedEvent => ({
    data: overlay({ candidates: [{ ...candidate(parts), ...end }], ...told, ...head }, call.reply.fields),
  });
  const pieces = [
    ...thoughtParts(generation),
    ...generation.textPieces.map((text) => ({ text })),
    ...callParts(generation),
  ].map((part) => chunk([part], early));
  const events = [
    ...pieces.slice(0, 1),
    ...(call.reply.events ?? []),
    ...pieces.slice(1),
    chunk([{ text: "" }], usage, last),
  ];
  return { kind: "stream", headers: tierHeaders(call), onBegin, events };
}

/** Answers `:countTokens`, which is free. */
export function countPrompt({ body }: Call): Answer {
  const totalTokens = [...promptTokensOf(body).values()].reduce((sum, count) => sum + count, 0);
  return { kind: "json", body: { totalTokens } };
}

interface Answered {
  readonly head: JsonObject;
  readonly generation: Generation;
  readonly usage: JsonObject;
  /** What a candidate has when it is complete. */
  readonly last: JsonObject;
  /** Makes readable what this call has written to the cache. */
  readonly onBegin: () => void;
}

function answer(call: Call): Answered {
  const { body, reply, world, parameters } = call;
  const contents = listOf(body["contents"]);
  if (contents.length === 0)
    throw new RequestError(400, "* GenerateContentRequest.contents: contents is not specified\n");
  const config = isObject(body["generationConfig"]) ? body["generationConfig"] : {};
  const limit = config["maxOutputTokens"];
  const generation = generate(reply, {
    lastMessage: contentText(contents.at(-1)),
    maxOutputTokens: typeof limit === "number" ? limit : undefined,
    toolCallId: () => world.ids.next("", 12),
  });
  const cache = planGeminiCache(world, parameters["model"] ?? "", body);
  const usage = scriptedUsage(reply, { ...usageMetadata(body, generation, cache), ...trafficType(call) });
  return {
    head: {
      modelVersion: reply.model ?? parameters["model"],
      responseId: world.ids.next("", 22),
    },
    generation,
    usage: usage === undefined ? {} : { usageMetadata: usage },
    last: {
      finishReason: reply.stopReason ?? (generation.truncated ? "MAX_TOKENS" : "STOP"),
      ...grounding(generation),
    },
    onBegin: cache.commit,
  };
}

/** Thoughts are counted beside the candidates; a count of nothing is left out, as everywhere in Google's JSON. */
function usageMetadata(
  body: JsonObject,
  { outputTokens, reasoningTokens }: Generation,
  { cachedTokens }: GeminiCachePlan,
): JsonObject {
  const prompt = promptTokensOf(body);
  const promptTokenCount = [...prompt.values()].reduce((sum, count) => sum + count, 0);
  const candidatesTokenCount = outputTokens - reasoningTokens;
  return {
    promptTokenCount,
    ...(candidatesTokenCount > 0 ? { candidatesTokenCount } : {}),
    totalTokenCount: promptTokenCount + outputTokens,
    promptTokensDetails: [...prompt].map(([modality, tokenCount]) => ({ modality, tokenCount })),
    ...(cachedTokens > 0 ? { cachedContentTokenCount: cachedTokens } : {}),
    ...(reasoningTokens > 0 ? { thoughtsTokenCount: reasoningTokens } : {}),
  };
}

/** Gemini's API tells the tier that served in a header, Vertex AI beside the counts. */
function tierHeaders({ reply, request }: Call): Readonly<Record<string, string>> {
  return reply.serviceTier === undefined || isVertex(request.path)
    ? {}
    : { "x-gemini-service-tier": reply.serviceTier };
}

function trafficType({ reply, request }: Call): JsonObject {
  return isVertex(request.path) ? { trafficType: reply.serviceTier ?? "ON_DEMAND" } : {};
}

/** What Google Search was asked, one query for each scripted search. */
function grounding(generation: Generation): JsonObject {
  const { webSearches } = countServerTools(generation);
  if (webSearches === 0) return {};
  const webSearchQueries = Array.from({ length: webSearches }, (_, index) => `query ${index + 1}`);
  return { groundingMetadata: { webSearchQueries, groundingChunks: [{ web: { uri: "https://example.com/" } }] } };
}

function candidate(parts: readonly JsonObject[]): JsonObject {
  return { content: { parts, role: "model" }, index: 0 };
}

function thoughtParts({ reasoning }: Generation): JsonObject[] {
  return reasoning === undefined ? [] : [{ text: reasoning, thought: true }];
}

function textParts(texts: readonly string[]): JsonObject[] {
  return texts.filter((text) => text !== "").map((text) => ({ text }));
}

function callParts({ toolCalls }: Generation): JsonObject[] {
  return toolCalls.map(({ id, name, argumentsJson }) => ({
    functionCall: { id, name, args: JSON.parse(argumentsJson) as unknown },
  }));
}
