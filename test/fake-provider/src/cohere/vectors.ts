// SPDX-License-Identifier: Apache-2.0
import { scriptedUsage } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import { countTokens, MEDIA_TOKENS } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { numberOf } from "../openai/chat.ts";
import { vectorOf } from "../openai/embeddings.ts";
import { chatId } from "./chat.ts";
import { metaOf } from "./usage.ts";

/** Documents that one search unit pays for. Read 2026-11 from cohere.com/pricing. */
const DOCUMENTS_PER_SEARCH = 100;

/** Answers `POST /v1/embed` and `/v2/embed`: texts are billed by their tokens, images by theirs. */
export function cohereEmbed(call: Call): Answer {
  const { body, reply, request } = call;
  const [texts, images] = [listOf(body["texts"]), listOf(body["images"])];
  if (texts.length + images.length === 0) throw new RequestError(400, "invalid request: at least one text is required");
  const dimensions = numberOf(body["output_dimension"]);
  const vectors = [...texts, ...images].map((input) => vectorOf(input, dimensions));
  const billed = {
    input_tokens: texts.reduce((sum, text) => sum + countTokens(text), 0),
    ...(images.length === 0 ? {} : { image_tokens: images.length * MEDIA_TOKENS, images: images.length }),
  };
  const byType = Array.isArray(body["embedding_types"]);
  const answer = {
    id: chatId(call),
    texts,
    embeddings: byType ? { float: vectors } : vectors,
    response_type: byType ? "embeddings_by_type" : "embeddings_floats",
    ...metaOf(versionOf(request.path), scriptedUsage(reply, { billed_units: billed })),
  };
  return { kind: "json", body: overlay(answer, reply.fields) };
}

/** Answers `POST /v1/rerank` and `/v2/rerank`, which are billed by the search. */
export function cohereRerank(call: Call): Answer {
  const { body, reply, request } = call;
  const { documents } = body;
  if (!Array.isArray(documents)) throw new RequestError(400, "invalid request: documents must be provided");
  const billed = { search_units: Math.ceil(documents.length / DOCUMENTS_PER_SEARCH) };
  const answer = {
    id: chatId(call),
    results: documents.map((_, index) => ({ index, relevance_score: 1 / (index + 1) })),
    ...metaOf(versionOf(request.path), scriptedUsage(reply, { billed_units: billed })),
  };
  return { kind: "json", body: overlay(answer, reply.fields) };
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function versionOf(path: string): string {
  return path.includes("/v2/") ? "2" : "1";
}
