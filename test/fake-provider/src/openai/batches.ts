// SPDX-License-Identifier: Apache-2.0
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { RequestError, type Answer, type Call, type Dialect, type Route } from "../core/vendor.ts";

/** Endpoints that a batch can call, by path. */
export type BatchEndpoints = Readonly<Record<string, (call: Call) => Answer>>;

/**
 * Files and batches. A batch has run when it is first retrieved; its results are lines of JSON, an item each.
 *
 * @see https://platform.openai.com/docs/guides/batch, read 2026-11-26
 */
export function batchRoutes(root: string, dialect: Dialect, endpoints: BatchEndpoints): Route[] {
  const files = new Map<string, readonly unknown[]>();
  const batches = new Map<string, JsonObject>();
  const route = (method: Route["method"], path: string, handle: Route["handle"]): Route => {
    return { method, path: new RegExp(`^${root}${path}$`), dialect, generates: false, handle };
  };
  const found = <T>(kept: ReadonlyMap<string, T>, { parameters }: Call): T => {
    const value = kept.get(parameters["id"] ?? "");
    if (value === undefined) throw new RequestError(404, `No such object: ${parameters["id"]}`);
    return value;
  };
  return [
    route("POST", "/files", (call) => {
      const id = call.world.ids.next("file-", 24);
      files.set(id, uploadedLines(call.request.text()));
      return { kind: "json", body: { id, object: "file", purpose: "batch", status: "processed" } };
    }),
    route("GET", "/files/(?<id>[^/]+)/content", (call) => ({ kind: "lines", lines: found(files, call) })),
    route("POST", "/batches", (call) => {
      const input = files.get(String(call.body["input_file_id"])) ?? [];
      const outputId = call.world.ids.next("file-", 24);
      files.set(
        outputId,
        input.filter(isObject).map((item) => runItem(call, item, endpoints)),
      );
      const batch: JsonObject = {
        id: call.world.ids.next("batch_", 32),
        object: "batch",
        endpoint: call.body["endpoint"],
        status: "completed",
        output_file_id: outputId,
        request_counts: { total: input.length, completed: input.length, failed: 0 },
      };
      batches.set(String(batch["id"]), batch);
      return { kind: "json", body: { ...batch, status: "validating", output_file_id: null } };
    }),
    route("GET", "/batches/(?<id>[^/]+)", (call) => ({
      kind: "json",
      body: overlay(found(batches, call), call.reply.fields),
    })),
  ];
}

function runItem(call: Call, item: JsonObject, endpoints: BatchEndpoints): JsonObject {
  const step = call.nextStep() ?? {};
  const status = step.fault?.kind === "status" ? step.fault.status : 200;
  const handle = endpoints[String(item["url"])];
  const body = isObject(item["body"]) ? item["body"] : {};
  const answer = status === 200 ? handle?.({ ...call, body, reply: step }) : undefined;
  return {
    id: call.world.ids.next("batch_req_", 32),
    custom_id: item["custom_id"],
    response: {
      status_code: status,
      request_id: call.world.ids.next("req_", 32),
      body: answer?.kind === "json" ? answer.body : { error: { message: "refused" } },
    },
    error: null,
  };
}

/** The lines of a file in a form. */
function uploadedLines(form: string): unknown[] {
  const lines = form.split(/\r?\n/).filter((line) => line.startsWith("{"));
  return lines.map((line): unknown => JSON.parse(line));
}
