// SPDX-License-Identifier: Apache-2.0
import { NDJSON_FRAMES, SSE_FRAMES } from "../core/framing.ts";
import type { Dialect, Problem } from "../core/vendor.ts";

/** Errors and headers of api.cohere.com; streams of its second version are server-sent events. */
export const COHERE_DIALECT: Dialect = {
  frames: SSE_FRAMES,
  requestId: (world) => world.ids.next("00000000-0000-0000-0003-", 12),
  headers: (requestId) => ({
    "x-debug-trace-id": requestId,
    "x-endpoint-monthly-call-limit": "1000",
    "x-trial-endpoint-call-limit": "40",
  }),
  errorBody: (problem, requestId) => ({ id: requestId, message: messageOf(problem) }),
  errorFrame: (problem) =>
    SSE_FRAMES.encode({
      event: "message-end",
      data: { type: "message-end", delta: { error: messageOf(problem), finish_reason: "ERROR" } },
    }),
};

/** The first version of the API streams lines of JSON. */
export const COHERE_V1_DIALECT: Dialect = {
  ...COHERE_DIALECT,
  frames: NDJSON_FRAMES,
  errorFrame: () =>
    NDJSON_FRAMES.encode({ data: { is_finished: true, event_type: "stream-end", finish_reason: "ERROR" } }),
};

function messageOf({ status, message }: Problem): string {
  return message ?? `The request failed with status ${status}`;
}
