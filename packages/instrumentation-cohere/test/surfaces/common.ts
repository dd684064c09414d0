// SPDX-License-Identifier: Apache-2.0
import type { Surface, SurfaceErrors, SurfaceTraits } from "@outlay-test/conformance";
import { expect } from "vitest";

/** Attributes that every call of the fake provider shares. */
export const CLIENT_ATTRIBUTES = { "gen_ai.provider.name": "cohere", "server.address": "127.0.0.1" } as const;

/** Ids of answers look like UUIDs. */
export const RESPONSE_ID = expect.stringMatching(/^00000000-0000-0000-0004-\d{12}$/) as string;

/** `error.type` values: the SDK has a class for each status, and one for everything else, aborts and timeouts included. */
export const ERRORS: SurfaceErrors = {
  badRequest: "BadRequestError",
  rateLimited: "TooManyRequestsError",
  serverError: "InternalServerError",
  streamError: "ERROR",
  connection: "CohereError",
  timeout: "CohereError",
  abort: "CohereError",
};

/** Errors of a surface; the oldest version cannot read why a stream was refused, and says so. */
export function errorsOf(name: string): SurfaceErrors {
  return name.endsWith("oldest") ? { ...ERRORS, refusedStream: "ParseError" } : ERRORS;
}

/** A stream that was read ends at once; whatever is answered with success is taken as it is. */
export const TRAITS: SurfaceTraits = {
  readsOnce: false,
  refusesGarbage: false,
  statusOf: (error) => Reflect.get(Object(error) as object, "statusCode") as unknown,
};

/** What streams can do, beside being read with `for await`. */
export const STREAM_WAYS: NonNullable<Surface["streamWays"]> = ["signal"];

/** A bill, and a consumption that is more than what is billed. */
export const GENERATION_USAGE: Surface["usage"] = {
  wire: {
    billed_units: { input_tokens: 1200, output_tokens: 90 },
    tokens: { input_tokens: 1417, output_tokens: 95 },
    cached_tokens: 1344,
  },
  attributes: {
    "gen_ai.usage.input_tokens": 1200,
    "gen_ai.usage.output_tokens": 90,
    "outlay.usage.uncached_input_tokens": 1200,
  },
};
