// SPDX-License-Identifier: Apache-2.0
import type { Surface, SurfaceErrors, SurfaceTraits } from "@outlay-test/conformance";

/** Attributes that every call of the fake provider shares. */
export const CLIENT_ATTRIBUTES = { "gen_ai.provider.name": "ollama", "server.address": "127.0.0.1" } as const;

/** `error.type` values; calls can neither be aborted nor time out before they are answered. */
export const ERRORS: SurfaceErrors = {
  badRequest: "ResponseError",
  rateLimited: "ResponseError",
  serverError: "ResponseError",
  streamError: "Error",
  connection: "TypeError",
};

/** Nothing is sent again. */
export const TRAITS: SurfaceTraits = {
  retries: false,
  statusOf: (error) => Reflect.get(Object(error) as object, "status_code") as unknown,
};

/** Counts of a generation. */
export const GENERATION_USAGE: Surface["usage"] = {
  wire: { prompt_eval_count: 1200, eval_count: 90 },
  attributes: {
    "gen_ai.usage.input_tokens": 1200,
    "gen_ai.usage.output_tokens": 90,
    "outlay.usage.uncached_input_tokens": 1200,
  },
};

/** Model and output cap of a request that was sent. */
export const editedRequest: NonNullable<Surface["edited"]> = (request) => {
  const { model, options } = request.json();
  return { model, maxOutputTokens: Reflect.get(Object(options) as object, "num_predict") as unknown };
};
