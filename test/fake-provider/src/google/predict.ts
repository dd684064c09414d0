// SPDX-License-Identifier: Apache-2.0
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { predictEmbeddings } from "./embeddings.ts";
import { listOf } from "./prompt.ts";

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Answers `:predict`, the method of all of Vertex AI's models that are not Gemini: Imagen's, and older embeddings'. */
export function predict(call: Call): Answer {
  const instances = listOf(call.body["instances"]).filter(isObject);
  if (instances.length === 0) throw new RequestError(400, "Invalid instance: instances is empty.");
  return instances.some((instance) => "content" in instance) ? predictEmbeddings(call, instances) : images(call);
}

/** Answers `:predictLongRunning`: a video is ordered and comes later. */
export function predictLongRunning({ parameters, world, reply }: Call): Answer {
  const name = `models/${parameters["model"] ?? ""}/operations/${world.ids.next("", 12)}`;
  return { kind: "json", body: overlay({ name }, reply.fields) };
}

/** Imagen: an image is drawn for each that is asked for; those that a filter holds back have a reason instead. */
function images({ body, reply }: Call): Answer {
  const parameters: JsonObject = isObject(body["parameters"]) ? body["parameters"] : {};
  const sampleCount = parameters["sampleCount"];
  const predictions = Array.from({ length: typeof sampleCount === "number" ? sampleCount : 1 }, () => ({
    bytesBase64Encoded: PIXEL,
    mimeType: "image/png",
  }));
  return { kind: "json", body: overlay({ predictions }, reply.fields) };
}
