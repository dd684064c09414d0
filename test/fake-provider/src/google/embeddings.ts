// SPDX-License-Identifier: Apache-2.0
import { scriptedUsage } from "../core/generation.ts";
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { vectorOf } from "../openai/embeddings.ts";
import { contentText, listOf } from "./prompt.ts";

/** Answers `:embedContent`. */
export function embedContent(call: Call): Answer {
  const text = contentText(call.body["content"]);
  return told(call, [text], { embedding: { values: vector(text, call.body) } });
}

/** Answers `:batchEmbedContents`, which is what the SDK sends to Gemini's API. */
export function batchEmbedContents(call: Call): Answer {
  const requests = listOf(call.body["requests"]).filter(isObject);
  if (requests.length === 0) throw new RequestError(400, "* BatchEmbedContentsRequest.requests: requests is empty\n");
  const texts = requests.map((request) => contentText(request["content"]));
  const embeddings = requests.map((request, index) => ({ values: vector(texts[index] ?? "", request) }));
  return told(call, texts, { embeddings });
}

/** Vertex AI's older embedding models: an instance for each text, counted one by one. */
export function predictEmbeddings(call: Call, instances: readonly JsonObject[]): Answer {
  const predictions = instances.map(({ content }) => {
    const text = typeof content === "string" ? content : "";
    const statistics = scriptedUsage(call.reply, { truncated: false, token_count: countTokens(text) });
    return { embeddings: { values: vectorOf(text), ...(statistics === undefined ? {} : { statistics }) } };
  });
  return { kind: "json", body: overlay({ predictions }, call.reply.fields) };
}

function told(call: Call, texts: readonly string[], body: JsonObject): Answer {
  const promptTokenCount = texts.reduce((sum, text) => sum + countTokens(text), 0);
  const usage = scriptedUsage(call.reply, { promptTokenCount, totalTokenCount: promptTokenCount });
  const whole = usage === undefined ? body : { ...body, usageMetadata: usage };
  return { kind: "json", body: overlay(whole, call.reply.fields) };
}

function vector(text: string, { outputDimensionality }: JsonObject): unknown {
  return vectorOf(text, typeof outputDimensionality === "number" ? outputDimensionality : undefined);
}
