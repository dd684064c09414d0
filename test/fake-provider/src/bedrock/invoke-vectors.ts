// SPDX-License-Identifier: Apache-2.0
import { overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { countHeaders } from "./counts.ts";

const VECTOR = [0.1, -0.2, 0.3];

/** Amazon Titan Text Embeddings: the count is in the body as well. */
export function invokeTitanEmbedding(call: Call): Answer {
  const text = call.body["inputText"];
  if (typeof text !== "string") throw new RequestError(400, "Malformed input request: required key [inputText]");
  const tokens = countTokens(text);
  const bill = call.reply.usage === "omit" ? {} : { inputTextTokenCount: tokens };
  return answer(call, { embedding: VECTOR, embeddingsByType: { float: VECTOR }, ...bill }, tokens);
}

/** Cohere Embed: only the headers have a count. */
export function invokeCohereEmbed(call: Call): Answer {
  const texts = Array.isArray(call.body["texts"]) ? call.body["texts"].map(String) : [];
  if (texts.length === 0) throw new RequestError(400, "Malformed input request: texts must not be empty");
  const body = { id: "e-1", response_type: "embeddings_floats", embeddings: texts.map(() => VECTOR), texts };
  return answer(call, body, countTokens(texts.join("")));
}

/** Cohere Rerank, which is billed by the query: nothing counts tokens. */
export function invokeCohereRerank(call: Call): Answer {
  const documents = Array.isArray(call.body["documents"]) ? call.body["documents"] : [];
  const results = documents.map((_, index) => ({ index, relevance_score: 1 / (index + 1) }));
  return { kind: "json", body: overlay({ results }, call.reply.fields) };
}

function answer({ reply }: Call, body: JsonObject, inputTokens: number): Answer {
  return {
    kind: "json",
    body: overlay(body, reply.fields),
    headers: reply.usage === "omit" ? {} : countHeaders({ inputTokens }),
  };
}
