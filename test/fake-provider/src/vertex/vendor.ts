// SPDX-License-Identifier: Apache-2.0
import { ANTHROPIC_DIALECT } from "../anthropic/dialect.ts";
import { messageEvents } from "../anthropic/messages-stream.ts";
import { countMessageTokens, generateMessage, type GeneratedMessage } from "../anthropic/messages.ts";
import type { Answer, Call, Dialect, Route, Vendor } from "../core/vendor.ts";

const MODELS = "/v1/projects/[^/]+/locations/[^/]+/publishers/anthropic/models";

const STATUSES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
};

/** Google's errors around Anthropic's streams. */
const VERTEX_DIALECT: Dialect = {
  ...ANTHROPIC_DIALECT,
  requestId: (world) => world.ids.next("req_vrtx_011C"),
  headers: (requestId) => ({ "request-id": requestId }),
  errorBody: ({ status, type, message }) => ({
    error: {
      code: status,
      message: message ?? `The request failed with status ${status}`,
      status: type ?? STATUSES[status] ?? "INTERNAL",
    },
  }),
};

/** Vertex AI's `rawPredict` for Anthropic models. */
export function vertexVendor(): Vendor {
  return {
    name: "vertex",
    routes: [
      { ...post(`${MODELS}/count-tokens:rawPredict`, countMessageTokens), generates: false },
      post(`${MODELS}/(?<model>[^/:]+):rawPredict`, rawPredict),
      post(`${MODELS}/(?<model>[^/:]+):streamRawPredict`, streamRawPredict),
    ],
  };
}

function rawPredict(call: Call): Answer {
  const message = generate(call);
  return { kind: "json", onBegin: message.commit, body: message.body };
}

function streamRawPredict(call: Call): Answer {
  const message = generate(call);
  return { kind: "stream", onBegin: message.commit, events: messageEvents(message, call.reply) };
}

function generate(call: Call): GeneratedMessage {
  return generateMessage({ ...call, model: call.parameters["model"], idPrefix: "msg_vrtx_01", beta: false });
}

function post(path: string, handle: (call: Call) => Answer): Route {
  return { method: "POST", path: new RegExp(`^${path}$`), dialect: VERTEX_DIALECT, generates: true, handle };
}
