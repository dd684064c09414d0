// SPDX-License-Identifier: Apache-2.0
import { SSE_FRAMES } from "../core/framing.ts";
import type { JsonObject } from "../core/script.ts";
import type { Dialect, Problem } from "../core/vendor.ts";

const TYPES: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  400: ["invalid_request_error", "3051"],
  401: ["unauthorized", null],
  404: ["not_found_error", null],
  429: ["rate_limited", "1300"],
  500: ["internal_server_error", "3000"],
  503: ["unreachable_backend", "1100"],
};

/** Errors and headers of api.mistral.ai. What ends a stream midway is not documented: it is the body of an error. */
export const MISTRAL_DIALECT: Dialect = {
  frames: SSE_FRAMES,
  requestId: (world) => world.ids.next("00000000-0000-0000-0002-", 12),
  headers: (requestId) => ({
    "mistral-correlation-id": requestId,
    "x-kong-request-id": requestId,
    "x-ratelimit-limit-tokens-minute": "2000000",
    "x-ratelimit-remaining-tokens-minute": "1999000",
  }),
  errorBody,
  errorFrame: (problem) => SSE_FRAMES.encode({ data: errorBody(problem) }),
};

function errorBody(problem: Problem): JsonObject {
  const message = problem.message ?? `The request failed with status ${problem.status}`;
  // The shape of `models/errors/httpvalidationerror`.
  if (problem.status === 422) return { detail: [{ loc: ["body"], msg: message, type: problem.type ?? "value_error" }] };
  const [type, code] = TYPES[problem.status] ?? ["internal_server_error", null];
  return { object: "error", message, type: problem.type ?? type, param: null, code };
}
