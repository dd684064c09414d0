// SPDX-License-Identifier: Apache-2.0
import { RequestError, type Answer, type Call, type Dialect, type Route, type Vendor } from "../core/vendor.ts";
import { speech, transcription } from "./audio.ts";
import { batchRoutes } from "./batches.ts";
import { chatCompletion } from "./chat.ts";
import { textCompletion } from "./completions.ts";
import { AZURE_DIALECT, OPENAI_DIALECT, OPENAI_RESPONSES_DIALECT } from "./dialect.ts";
import { embeddings } from "./embeddings.ts";
import { images } from "./images.ts";
import { moderation } from "./moderations.ts";
import { realtimeRoute } from "./realtime.ts";
import { cancelResponse, compactResponse, createResponse, retrieveResponse, type ResponseStore } from "./responses.ts";
import { videoRoutes } from "./videos.ts";

/** `/v1` is api.openai.com, `/openai/v1` Azure's and Bedrock's OpenAI-compatible root, `/openai` Azure's older one. */
const ROOT = "(?:/openai/v1|/openai|/v1)";
const DEPLOYMENT = "/openai/deployments/(?<deployment>[^/]+)";

/** OpenAI, and Azure OpenAI's paths for the same endpoints. */
export function openAiVendor(): Vendor {
  const store: ResponseStore = new Map();
  return {
    name: "openai",
    sockets: [realtimeRoute(`${ROOT}/realtime`)],
    routes: [
      ...generating("/chat/completions", chatCompletion),
      ...generating("/completions", textCompletion),
      ...generating("/embeddings", embeddings),
      ...generating("/audio/transcriptions", transcription),
      ...generating("/audio/translations", transcription),
      ...generating("/audio/speech", speech),
      ...generating("/images/generations", images),
      ...generating("/images/edits", images),
      ...generating("/images/variations", images),
      ...generating("/moderations", moderation),
      ...batchRoutes(ROOT, OPENAI_DIALECT, {
        "/v1/chat/completions": chatCompletion,
        "/v1/completions": textCompletion,
        "/v1/embeddings": embeddings,
        "/v1/responses": (call) => createResponse(call, store),
      }),
      ...videoRoutes(ROOT, OPENAI_DIALECT),
      post(`${ROOT}/responses`, OPENAI_RESPONSES_DIALECT, (call) => createResponse(call, store)),
      post(`${ROOT}/responses/compact`, OPENAI_DIALECT, (call) => compactResponse(call, store)),
      {
        method: "GET",
        path: new RegExp(`^${ROOT}/responses/(?<id>[^/]+)$`),
        dialect: OPENAI_RESPONSES_DIALECT,
        generates: false,
        handle: (call) => retrieveResponse(call, store),
      },
      {
        method: "POST",
        path: new RegExp(`^${ROOT}/responses/(?<id>[^/]+)/cancel$`),
        dialect: OPENAI_RESPONSES_DIALECT,
        generates: false,
        handle: (call) => cancelResponse(call, store),
      },
    ],
  };
}

function generating(suffix: string, handle: (call: Call) => Answer): Route[] {
  return [
    post(ROOT + suffix, OPENAI_DIALECT, handle),
    post(DEPLOYMENT + suffix, AZURE_DIALECT, (call) => {
      if (!call.request.query.has("api-version")) throw new RequestError(404, "Resource not found");
      return handle(call);
    }),
  ];
}

function post(path: string, dialect: Dialect, handle: (call: Call) => Answer): Route {
  return { method: "POST", path: new RegExp(`^${path}$`), dialect, generates: true, handle };
}
