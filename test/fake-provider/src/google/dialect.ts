// SPDX-License-Identifier: Apache-2.0
import { SSE_FRAMES } from "../core/framing.ts";
import type { JsonObject } from "../core/script.ts";
import type { Dialect, Problem } from "../core/vendor.ts";

const STATUSES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

/** Errors and headers of Gemini's API: the error model of all Google APIs. A stream that fails carries the same body. */
export const GOOGLE_DIALECT: Dialect = {
  frames: SSE_FRAMES,
  requestId: (world) => world.ids.next("", 22),
  headers: () => ({ "server-timing": "gfet4t7; dur=1", vary: "Origin, X-Origin, Referer" }),
  errorBody,
  errorFrame: (problem) => SSE_FRAMES.encode({ data: errorBody({ ...problem, status: 503 }) }),
};

function errorBody({ status, type, message }: Problem): JsonObject {
  return {
    error: {
      code: status,
      message: message ?? `The request failed with status ${status}`,
      status: type ?? STATUSES[status] ?? "INTERNAL",
    },
  };
}
