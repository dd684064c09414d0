// SPDX-License-Identifier: Apache-2.0
import { overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { RequestError, type Answer, type Call, type Dialect, type Route } from "../core/vendor.ts";

/**
 * Videos: queued when they are asked for, there when they are first retrieved.
 *
 * @see openai@7.57.0 `resources/videos`
 */
export function videoRoutes(root: string, dialect: Dialect): Route[] {
  const videos = new Map<string, JsonObject>();
  const queue = (call: Call, fields: JsonObject): Answer => {
    const id = call.world.ids.next("video_", 48);
    const video = { id, object: "video", status: "completed", progress: 100, error: null, ...fields };
    videos.set(id, overlay(video, call.reply.fields));
    return { kind: "json", body: { ...video, status: "queued", progress: 0 } };
  };
  const route = (method: Route["method"], path: string, handle: Route["handle"]): Route => {
    return { method, path: new RegExp(`^${root}/videos${path}$`), dialect, generates: method === "POST", handle };
  };
  const found = ({ parameters }: Call): JsonObject => {
    const video = videos.get(parameters["id"] ?? "");
    if (video === undefined) throw new RequestError(404, `No such video: ${parameters["id"]}`);
    return video;
  };
  return [
    route("POST", "", (call) => {
      const { request } = call;
      const [model, seconds, size] = [request.field("model"), request.field("seconds"), request.field("size")];
      return queue(call, { model: model ?? "sora-2", seconds: seconds ?? "4", size: size ?? "720x1280" });
    }),
    route("POST", "/extensions", (call) => {
      const seconds = String(8 + Number(call.request.field("seconds")));
      return queue(call, { model: "sora-2", seconds, size: "720x1280" });
    }),
    route("POST", "/(?<id>[^/]+)/remix", (call) =>
      queue(call, { model: found(call)["model"], seconds: found(call)["seconds"], size: found(call)["size"] }),
    ),
    route("GET", "/(?<id>[^/]+)", (call) => ({ kind: "json", body: overlay(found(call), call.reply.fields) })),
  ];
}
