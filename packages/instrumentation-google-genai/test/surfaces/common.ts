// SPDX-License-Identifier: Apache-2.0
import { isSince } from "@outlay-test/conformance";
import type { CallInput, Surface, SurfaceErrors, SurfaceTraits } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";

import type { Client, Sdk } from "../load-sdk.ts";

/** One version of the SDK, loaded when the suite starts. */
export interface Version {
  readonly number: string;
  sdk(): Sdk;
}

/** A client of the fake provider, as Gemini's API or as Vertex AI with a key. */
export function connect(version: Version, provider: FakeProvider, vertexai = false): Client {
  return new (version.sdk().GoogleGenAI)({
    apiKey: "test",
    vertexai,
    httpOptions: { baseUrl: provider.googleBaseUrl },
  });
}

/** Options of a call, in its `config`. */
export function optionsOf({ signal, timeoutMs }: CallInput): object {
  return {
    ...(signal === undefined ? {} : { abortSignal: signal }),
    ...(timeoutMs === undefined ? {} : { httpOptions: { timeout: timeoutMs } }),
  };
}

/**
 * `error.type` values: Google's own status. Version 1.0 wraps what else went wrong in an error of no class; up to 2.0 an
 * error that comes as an event of a stream is handed out as an empty answer, without the error.
 */
export function errorsOf({ number }: Version): SurfaceErrors {
  const isTyped = isSince(number, "1.52");
  return {
    badRequest: "INVALID_ARGUMENT",
    rateLimited: "RESOURCE_EXHAUSTED",
    serverError: "INTERNAL",
    ...(isSince(number, "2.32") ? { streamError: "UNAVAILABLE" } : {}),
    connection: isTyped ? "TypeError" : "Error",
    timeout: isTyped ? "AbortError" : "Error",
    abort: isTyped ? "AbortError" : "Error",
  };
}

/** Sends nothing again unless it is told how to; a stream that was read ends at once. */
export const TRAITS: SurfaceTraits = {
  retries: false,
  readsOnce: false,
  // Errors of 1.0 have the status in their message only.
  statusOf: (error) => {
    const { status, message } = error as { readonly status?: number; readonly message: string };
    return status ?? Number(/^got status: (\d+)/.exec(message)?.[1]);
  },
};

/** Its streams are generators, which can only be read. */
export const STREAM_WAYS: NonNullable<Surface["streamWays"]> = ["signal"];

/** Attributes that every call of the fake provider shares. */
export const CLIENT_ATTRIBUTES = { "gen_ai.provider.name": "gcp.gemini", "server.address": "127.0.0.1" } as const;
