// SPDX-License-Identifier: Apache-2.0
import type { CallInput, Surface, SurfaceErrors, SurfaceTraits } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import type { Client, Sdk } from "../load-sdk.ts";

/** One version of the SDK, loaded when the suite starts. */
export interface Version {
  readonly number: string;
  sdk(): Sdk;
}

/** A client of the fake provider. */
export function connect(version: Version, provider: FakeProvider): Client {
  return new (version.sdk().Mistral)({ apiKey: "test", serverURL: provider.mistralServerUrl });
}

/** Request options of a call. */
export function optionsOf({ signal, timeoutMs }: CallInput): { signal?: AbortSignal; timeoutMs?: number } {
  return { ...(signal === undefined ? {} : { signal }), ...(timeoutMs === undefined ? {} : { timeoutMs }) };
}

/** A red dot. */
export const IMAGE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";

/** `error.type` values: the SDK leaves the API's own code in the text of the body. */
export const ERRORS: SurfaceErrors = {
  badRequest: "SDKError",
  rateLimited: "SDKError",
  serverError: "SDKError",
  streamError: "ZodError",
  connection: "ConnectionError",
  timeout: "RequestTimeoutError",
  abort: "RequestAbortedError",
};

/**
 * Sends nothing again unless it is told how to; a stream that was read ends at once. Version 1 keeps a second promise of
 * each answer: where that is no JSON, nobody can handle the second rejection.
 */
export function traitsOf({ number }: Version): SurfaceTraits {
  return {
    retries: false,
    readsOnce: false,
    statusOf: (error) => Reflect.get(Object(error) as object, "statusCode") as unknown,
    ...(number.startsWith("1.") && { refusesGarbage: false }),
  };
}

/** Attributes that every call of the fake provider shares. */
export const CLIENT_ATTRIBUTES = { "gen_ai.provider.name": "mistral_ai", "server.address": "127.0.0.1" } as const;

/** Ids of answers are bare. */
export const RESPONSE_ID = expect.stringMatching(/^\d{32}$/) as string;

/** What the streams of all completions can do, beside being read with `for await`. */
export const STREAM_WAYS: NonNullable<Surface["streamWays"]> = ["signal", "tee"];

/** Usage of a completion, with a part of the prompt from the cache. */
export const COMPLETION_USAGE: Surface["usage"] = {
  wire: {
    prompt_tokens: 1200,
    completion_tokens: 90,
    total_tokens: 1290,
    prompt_tokens_details: { cached_tokens: 1024 },
  },
  attributes: {
    "gen_ai.usage.input_tokens": 1200,
    "gen_ai.usage.output_tokens": 90,
    "gen_ai.usage.cache_read.input_tokens": 1024,
    "outlay.usage.uncached_input_tokens": 176,
  },
};
