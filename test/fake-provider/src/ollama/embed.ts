// SPDX-License-Identifier: Apache-2.0
import { scriptedUsage } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { numberOf, requestedModel } from "../openai/chat.ts";
import { inputTexts, vectorOf } from "../openai/embeddings.ts";

/** Answers `POST /api/embed`. */
export function ollamaEmbed(call: Call): Answer {
  const { body, reply } = call;
  if (body["input"] === undefined) throw new RequestError(400, "input is required");
  const inputs = inputTexts(body["input"]);
  const tokens = inputs.reduce((sum, text) => sum + countTokens(text), 0);
  const answer = {
    model: reply.model ?? requestedModel(call),
    embeddings: inputs.map((text) => vectorOf(text, numberOf(body["dimensions"]))),
    total_duration: 1_000_000,
    ...scriptedUsage(reply, { prompt_eval_count: tokens }),
  };
  return { kind: "json", body: overlay(answer, reply.fields) };
}

/** Answers `POST /api/embeddings`, the API before it, which counts nothing. */
export function ollamaEmbeddings({ body, reply }: Call): Answer {
  return { kind: "json", body: overlay({ embedding: vectorOf(String(body["prompt"])) }, reply.fields) };
}
