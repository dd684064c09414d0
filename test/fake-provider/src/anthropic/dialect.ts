// SPDX-License-Identifier: Apache-2.0
import { SSE_FRAMES } from "../core/framing.ts";
import type { JsonObject } from "../core/script.ts";
import type { Dialect, Problem } from "../core/vendor.ts";

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};
const RESET_MS = 60_000;

/** Errors and headers of api.anthropic.com. */
export const ANTHROPIC_DIALECT: Dialect = {
  frames: SSE_FRAMES,
  requestId: (world) => world.ids.next("req_011C"),
  headers: (requestId, world) => {
    const reset = new Date(world.now() + RESET_MS).toISOString();
    const limits = ["requests", "input-tokens", "output-tokens", "tokens"].flatMap((kind) => [
      [`anthropic-ratelimit-${kind}-limit`, "400000"],
      [`anthropic-ratelimit-${kind}-remaining`, "399000"],
      [`anthropic-ratelimit-${kind}-reset`, reset],
    ]);
    return { "request-id": requestId, "anthropic-organization-id": "org-fake", ...Object.fromEntries(limits) };
  },
  errorBody: (problem, requestId) => ({ ...anthropicError(problem), request_id: requestId }),
  errorFrame: (problem) => SSE_FRAMES.encode({ event: "error", data: anthropicError(problem) }),
};

/** The vendor's error object; also the result of a batch item that failed. */
export function anthropicError(problem: Problem): JsonObject {
  const type = problem.type ?? TYPES[problem.status] ?? "api_error";
  return { type: "error", error: { type, message: problem.message ?? defaultMessage(problem.status) } };
}

function defaultMessage(status: number): string {
  return status === 529 ? "Overloaded" : `The request failed with status ${status}`;
}
