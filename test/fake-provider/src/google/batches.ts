// SPDX-License-Identifier: Apache-2.0
import { isObject } from "../core/json.ts";
import type { JsonObject, Step } from "../core/script.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { GOOGLE_DIALECT } from "./dialect.ts";
import { generateContent } from "./generate-content.ts";
import { listOf } from "./prompt.ts";

/** Batches by name, whose requests were all run when they were created. */
export type BatchStore = Map<string, JsonObject>;

/** Answers `:batchGenerateContent`: takes one step of the script for each request, and says that it waits. */
export function createBatch(call: Call, store: BatchStore): Answer {
  const batch: JsonObject = isObject(call.body["batch"]) ? call.body["batch"] : {};
  const config: JsonObject = isObject(batch["inputConfig"]) ? batch["inputConfig"] : {};
  const given: JsonObject = isObject(config["requests"]) ? config["requests"] : {};
  const items = listOf(given["requests"]).filter(isObject);
  if (items.length === 0) throw new RequestError(400, "batch.input_config: no requests");
  const name = `batches/${call.world.ids.next("", 24)}`;
  const model = `models/${call.parameters["model"] ?? ""}`;
  const output = { inlinedResponses: { inlinedResponses: items.map((item) => run(call, item)) } };
  store.set(name, { name, metadata: { model, state: "BATCH_STATE_SUCCEEDED", output } });
  return { kind: "json", body: { name, metadata: { model, state: "BATCH_STATE_PENDING" } } };
}

/** Answers `GET /batches/{id}`: it has succeeded. */
export function getBatch({ parameters }: Call, store: BatchStore): Answer {
  const batch = store.get(`batches/${parameters["id"] ?? ""}`);
  if (batch === undefined) throw new RequestError(404, `No such batch: ${parameters["id"] ?? ""}`);
  return { kind: "json", body: batch };
}

function run(call: Call, item: JsonObject): JsonObject {
  const step: Step = call.nextStep() ?? {};
  if (step.fault?.kind === "status") return GOOGLE_DIALECT.errorBody(step.fault, "");
  const body = isObject(item["request"]) ? item["request"] : {};
  const answer = generateContent({ ...call, body, reply: step });
  return answer.kind === "json" ? { response: answer.body } : {};
}
