// SPDX-License-Identifier: Apache-2.0
import { overlay } from "../core/json.ts";
import type { Answer, Call } from "../core/vendor.ts";

/** Answers `POST /v1/moderations`: nothing is flagged, nothing is billed. */
export function moderation({ body, reply, world }: Call): Answer {
  const inputs = Array.isArray(body["input"]) ? body["input"] : [body["input"]];
  const results = inputs.map(() => ({
    flagged: false,
    categories: { violence: false },
    category_scores: { violence: 0 },
  }));
  const model = typeof body["model"] === "string" ? body["model"] : "omni-moderation-latest";
  return { kind: "json", body: overlay({ id: world.ids.next("modr-", 29), model, results }, reply.fields) };
}
