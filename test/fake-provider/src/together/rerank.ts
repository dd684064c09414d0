// SPDX-License-Identifier: Apache-2.0
import { scriptedUsage } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { requestedModel } from "../openai/chat.ts";

/** Answers `POST /v1/rerank`: every document in the order it came, and tokens of the prompt. */
export function rerank(call: Call): Answer {
  const { body, reply, world } = call;
  const { documents } = body;
  if (!Array.isArray(documents)) throw new RequestError(400, "Missing required parameter: 'documents'.");
  const results = documents.map((document: unknown, index) => ({
    index,
    relevance_score: 1 / (index + 1),
    document: { text: typeof document === "string" ? document : JSON.stringify(document) },
  }));
  const tokens = countTokens(JSON.stringify([body["query"], documents]));
  const usage = scriptedUsage(reply, { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens });
  const answer = {
    id: world.ids.next("o", 20),
    object: "rerank",
    model: requestedModel(call),
    results,
    ...(usage === undefined ? {} : { usage }),
  };
  return { kind: "json", body: overlay(answer, reply.fields) };
}
