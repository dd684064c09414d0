// SPDX-License-Identifier: Apache-2.0
import { SSE_FRAMES } from "../core/framing.ts";
import type { JsonObject } from "../core/script.ts";
import type { Dialect, Problem } from "../core/vendor.ts";

const TYPES: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  400: ["invalid_request_error", null],
  401: ["invalid_request_error", "invalid_api_key"],
  403: ["invalid_request_error", "unsupported_country_region_territory"],
  404: ["invalid_request_error", "model_not_found"],
  429: ["requests", "rate_limit_exceeded"],
  500: ["server_error", null],
  503: ["service_unavailable_error", null],
};

/** Errors and headers of api.openai.com. */
export const OPENAI_DIALECT: Dialect = {
  frames: SSE_FRAMES,
  requestId: (world) => world.ids.next("req_", 32),
  headers: (requestId) => ({
    "x-request-id": requestId,
    "openai-organization": "org-fake",
    "openai-processing-ms": "12",
    "openai-version": "2020-10-01",
    "x-ratelimit-limit-requests": "10000",
    "x-ratelimit-limit-tokens": "2000000",
    "x-ratelimit-remaining-requests": "9999",
    "x-ratelimit-remaining-tokens": "1999000",
    "x-ratelimit-reset-requests": "6ms",
    "x-ratelimit-reset-tokens": "30ms",
  }),
  errorBody,
  errorFrame: (problem) => SSE_FRAMES.encode({ data: errorBody(problem) }),
};

/** The Responses API reports a failure inside a stream as an event of its own type. */
export const OPENAI_RESPONSES_DIALECT: Dialect = {
  ...OPENAI_DIALECT,
  errorFrame: (problem) => {
    const [type, code] = typeAndCode(problem.status);
    const message = problem.message ?? defaultMessage(problem.status);
    return SSE_FRAMES.encode({
      event: "error",
      data: { type: "error", code: problem.type ?? code ?? type, message, param: null },
    });
  },
};

/** Errors and headers of an Azure OpenAI resource. */
export const AZURE_DIALECT: Dialect = {
  frames: SSE_FRAMES,
  requestId: (world) => world.ids.next("00000000-0000-0000-0001-", 12),
  headers: (requestId, world) => ({
    "apim-request-id": world.ids.next("00000000-0000-0000-0000-", 12),
    "x-ms-region": "East US",
    "x-ms-deployment-name": "fake",
    "x-request-id": requestId,
    "x-ratelimit-remaining-requests": "99",
    "x-ratelimit-remaining-tokens": "99000",
  }),
  errorBody: (problem) => ({
    error: {
      code: problem.type ?? String(problem.status),
      message: problem.message ?? defaultMessage(problem.status),
    },
  }),
  errorFrame: OPENAI_DIALECT.errorFrame,
};

function errorBody(problem: Problem): JsonObject {
  const [type, code] = typeAndCode(problem.status);
  return {
    error: {
      message: problem.message ?? defaultMessage(problem.status),
      type: problem.type ?? type,
      param: null,
      code,
    },
  };
}

function typeAndCode(status: number): readonly [type: string, code: string | null] {
  return TYPES[status] ?? ["server_error", null];
}

function defaultMessage(status: number): string {
  return status === 429 ? "Rate limit reached for requests" : `The request failed with status ${status}`;
}
