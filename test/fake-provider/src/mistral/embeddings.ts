// SPDX-License-Identifier: Apache-2.0
import { scriptedUsage } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { numberOf } from "../openai/chat.ts";
import { inputTexts, vectorOf } from "../openai/embeddings.ts";
import { servedModel } from "./completion.ts";
import { mistralUsage } from "./usage.ts";

/** Answers `POST /v1/embeddings`. */
export function mistralEmbeddings(call: Call): Answer {
  const { body, reply, world } = call;
  if (body["input"] === undefined) throw new RequestError(422, "Field required");
  const inputs = inputTexts(body["input"]);
  const tokens = inputs.reduce((sum, text) => sum + countTokens(text), 0);
  const usage = scriptedUsage(reply, mistralUsage(tokens, 0));
  const whole = {
    id: world.ids.next("", 32),
    object: "list",
    data: inputs.map((text, index) => ({
      object: "embedding",
      index,
      embedding: vectorOf(text, numberOf(body["output_dimension"])),
    })),
    model: servedModel(call),
    ...(usage === undefined ? {} : { usage }),
  };
  return { kind: "json", body: overlay(whole, reply.fields) };
}
