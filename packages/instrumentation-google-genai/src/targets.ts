// SPDX-License-Identifier: Apache-2.0
import type { CallAdapter, CallTarget, FunctionTarget, WrappedTarget } from "@outlay/core";

import { tracedBatchJob } from "./batch-results.ts";
import { clientOfResource } from "./client.ts";
import { followGoogle } from "./follow.ts";
import { BASE_INTERACTIONS, INTERACTION_FUNCTIONS } from "./interactions/targets.ts";
import { editParameters, outgoingParameters } from "./outgoing.ts";
import { embedRequest, generateRequest, generateStreamRequest, imagesRequest, videosRequest } from "./request.ts";
import { embedAnswer, generateAnswer, imagesAnswer, videosAnswer } from "./response.ts";
import { GeminiStream } from "./stream.ts";

const SDK = { packageName: "@google/genai", versions: ">=1.0.0 <4" } as const;

/** The whole SDK in one file, once for each kind of runtime; Node loads the first. */
const FILES = ["dist/node/index", "dist/index", "dist/web/index"];

const GENERATE: CallAdapter = {
  request: generateRequest,
  client: clientOfResource,
  response: generateAnswer,
  stream: (request, keepContent) => new GeminiStream(request, keepContent),
  follow: followGoogle,
  outgoing: outgoingParameters,
  applyEdit: editParameters,
};
const EMBED: CallAdapter = { ...GENERATE, request: embedRequest, response: embedAnswer };
const IMAGES: CallAdapter = { ...GENERATE, request: imagesRequest, response: imagesAnswer };
const VIDEOS: CallAdapter = { ...GENERATE, request: videosRequest, response: videosAnswer };

/** Where requests of `client.interactions` are sent: each version has either, and exports neither. */
const INTERACTIONS: readonly (CallTarget | WrappedTarget | FunctionTarget)[] = FILES.flatMap((file) =>
  [...BASE_INTERACTIONS, ...INTERACTION_FUNCTIONS].map((target) => ({ ...SDK, ...target, file })),
);

/**
 * Every method of `Models` that sends a billed request. Those that programs call are arrow functions of each instance,
 * which end in the methods below: automatic function calling and continuation in several of them, one after the other.
 */
const MODELS: readonly CallTarget[] = [
  ...targets("generateContentInternal", GENERATE),
  ...targets("generateContentStreamInternal", { ...GENERATE, request: generateStreamRequest }),
  ...targets("embedContentInternal", EMBED),
  ...targets("generateImagesInternal", IMAGES),
  ...targets("editImageInternal", IMAGES),
  ...targets("upscaleImageInternal", IMAGES),
  ...targets("recontextImage", IMAGES),
  ...targets("generateVideosInternal", VIDEOS),
  // In early 1.x these two were methods, which nothing came before.
  ...targets("embedContent", EMBED),
  ...targets("generateVideos", VIDEOS),
];

/** A job brings along its answers, when it is done. */
const BATCHES: readonly WrappedTarget[] = FILES.map((file) => ({
  ...SDK,
  file,
  className: "Batches",
  classPath: ["Batches"],
  clientPath: ["batches"],
  method: "get",
  wrap: tracedBatchJob,
}));

/** What a client leads to. */
export const CLIENT_TARGETS: readonly (CallTarget | WrappedTarget)[] = [...MODELS, ...BATCHES];

/** Everything that is traced. */
export const TARGETS: readonly (CallTarget | WrappedTarget | FunctionTarget)[] = [...CLIENT_TARGETS, ...INTERACTIONS];

function targets(method: string, adapter: CallAdapter): CallTarget[] {
  return FILES.map((file) => ({
    ...SDK,
    file,
    className: "Models",
    classPath: ["Models"],
    clientPath: ["models"],
    method,
    adapter,
  }));
}
