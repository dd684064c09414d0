// SPDX-License-Identifier: Apache-2.0
import { isObject } from "../core/json.ts";
import type { JsonObject, Step } from "../core/script.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { anthropicError } from "./dialect.ts";
import { generateMessage, isBeta } from "./messages.ts";

/** A batch whose items were all run when it was created. */
interface StoredBatch {
  readonly id: string;
  readonly createdAtMs: number;
  readonly results: readonly JsonObject[];
}

/** Batches by id. */
export type BatchStore = Map<string, StoredBatch>;

const LIFETIME_MS = 24 * 3_600_000;

/** Answers `POST /v1/messages/batches`: takes one step of the script an item, and says that it is at work. */
export function createBatch(call: Call, store: BatchStore): Answer {
  const requests = call.body["requests"];
  if (!Array.isArray(requests)) throw new RequestError(400, "requests: Field required");
  const batch = {
    id: call.world.ids.next("msgbatch_01"),
    createdAtMs: call.world.now(),
    results: requests.filter(isObject).map((item) => runItem(call, item)),
  };
  store.set(batch.id, batch);
  return { kind: "json", body: batchBody(batch, call, "in_progress") };
}

/** Answers `GET /v1/messages/batches/{id}`: it has ended. */
export function retrieveBatch(call: Call, store: BatchStore): Answer {
  return { kind: "json", body: batchBody(findBatch(call, store), call, "ended") };
}

/** Answers `GET /v1/messages/batches/{id}/results`: a line of JSON an item, in no promised order. */
export function batchResults(call: Call, store: BatchStore): Answer {
  return { kind: "lines", lines: findBatch(call, store).results };
}

function findBatch(call: Call, store: BatchStore): StoredBatch {
  const batch = store.get(call.parameters["id"] ?? "");
  if (!batch) throw new RequestError(404, `No such batch: ${call.parameters["id"]}`);
  return batch;
}

function runItem(call: Call, item: JsonObject): JsonObject {
  return { custom_id: item["custom_id"], result: itemResult(call, isObject(item["params"]) ? item["params"] : {}) };
}

function itemResult(call: Call, body: JsonObject): JsonObject {
  const step: Step = call.nextStep() ?? {};
  if (step.fault?.kind === "status") return errored(anthropicError(step.fault));
  try {
    const beta = isBeta(call.request);
    const message = generateMessage({ ...call, body, reply: step, model: body["model"], serviceTier: "batch", beta });
    message.commit();
    return { type: "succeeded", message: message.body };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return errored(anthropicError({ status: error.status, message: error.message }));
  }
}

function errored(error: JsonObject): JsonObject {
  return { type: "errored", error: { ...error, request_id: null } };
}

function batchBody(batch: StoredBatch, { world }: Call, status: "in_progress" | "ended"): JsonObject {
  const ended = status === "ended";
  const count = (type: string): number =>
    batch.results.filter(({ result }) => isObject(result) && result["type"] === type).length;
  const time = (timeMs: number): string => new Date(timeMs).toISOString();
  return {
    id: batch.id,
    type: "message_batch",
    processing_status: status,
    request_counts: {
      processing: ended ? 0 : batch.results.length,
      succeeded: ended ? count("succeeded") : 0,
      errored: ended ? count("errored") : 0,
      canceled: 0,
      expired: 0,
    },
    created_at: time(batch.createdAtMs),
    expires_at: time(batch.createdAtMs + LIFETIME_MS),
    ended_at: ended ? time(batch.createdAtMs) : null,
    archived_at: null,
    cancel_initiated_at: null,
    results_url: ended ? `${world.url()}/v1/messages/batches/${batch.id}/results` : null,
  };
}
