// SPDX-License-Identifier: Apache-2.0
import { API_CALL, fieldsOf, textOf } from "@outlay/core";
import type { CallAdapter, CallArguments, RequestFacts, ResponseFacts, UsageUnits } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { VideoFields, VideoRequestFields } from "./internal-types.ts";
import { clientFacts } from "./provider.ts";

/** Videos are made in the background: the call is deferred, and billed by the `retrieve()` that first shows the video. */
const VIDEOS: Omit<CallAdapter, "request"> = {
  ...API_CALL,
  client: clientFacts,
  response: videoResponse,
  stream: () => ({ push: () => false, finish: () => ({}) }),
};

/** `videos.create`. */
export const VIDEO_CREATE: CallAdapter = { ...VIDEOS, request: ({ args }) => videoRequest(args[0]) };

/** `videos.edit`: as long as the video that is edited. */
export const VIDEO_EDIT: CallAdapter = { ...VIDEOS, request: ({ args }) => videoRequest(args[0], "edit") };

/** `videos.remix`. */
export const VIDEO_REMIX: CallAdapter = { ...VIDEOS, request: ({ args }) => videoRequest(args[1], "remix") };

/** `videos.extend`: the video that comes is as long as both together, and what was added is billed. */
export const VIDEO_EXTEND: CallAdapter = {
  ...VIDEOS,
  request({ args }: CallArguments) {
    const { seconds } = fieldsOf<VideoRequestFields>(args[0]);
    return { ...videoRequest(args[0], "extend"), billedUnits: secondsOf(seconds) };
  },
};

function videoRequest(value: unknown, helper?: string): RequestFacts {
  const { model } = fieldsOf<VideoRequestFields>(value);
  return {
    operationName: "generate_content",
    model: textOf(model),
    stream: false,
    attributes: { [GEN_AI.OUTPUT_TYPE]: "video" },
    helper,
  };
}

/** Reads a video, made or not. One that is not there yet says how long it will be, and may still fail. */
export function videoResponse(value: unknown): ResponseFacts {
  const video = fieldsOf<VideoFields>(value);
  const facts = { id: textOf(video.id), model: textOf(video.model) };
  if (video.status === "queued" || video.status === "in_progress") return { ...facts, isDeferred: true };
  if (video.status === "failed") {
    return {
      ...facts,
      finishReasons: ["error"],
      errorType: textOf(fieldsOf<{ code: unknown }>(video.error).code) ?? "failed",
    };
  }
  const seconds = secondsOf(video.seconds);
  if (seconds === undefined) return facts;
  const mediaSize = textOf(video.size);
  const units = { ...seconds, ...(mediaSize !== undefined && { mediaSize }) };
  return { ...facts, finishReasons: ["stop"], usage: { units } };
}

/** A number in text: `"8"`. */
function secondsOf(value: unknown): Pick<UsageUnits, "mediaSeconds"> | undefined {
  const seconds = typeof value === "string" ? Number.parseFloat(value) : value;
  return typeof seconds === "number" && seconds > 0 && Number.isFinite(seconds) ? { mediaSeconds: seconds } : undefined;
}
