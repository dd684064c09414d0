// SPDX-License-Identifier: Apache-2.0
import { overlay } from "../core/json.ts";
import type { Answer, Call } from "../core/vendor.ts";
import { numberOf, requestedModel } from "../openai/chat.ts";

/** Answers `POST /v1/images/generations`: a list with the model that drew, and nothing else to bill by. */
export function togetherImages(call: Call): Answer {
  const { body, reply, world } = call;
  const count = numberOf(body["n"]) ?? 1;
  const data = Array.from({ length: count }, (_, index) => ({
    index,
    type: "url",
    url: `${world.url()}/${index}.png`,
  }));
  const list = { id: world.ids.next("o", 20), model: requestedModel(call), object: "list", data };
  return { kind: "json", body: overlay(list, reply.fields) };
}
