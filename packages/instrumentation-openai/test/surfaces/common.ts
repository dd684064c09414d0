// SPDX-License-Identifier: Apache-2.0
import type { CallInput, SurfaceErrors } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";

import type { Client, Sdk } from "../load-sdk.ts";

/** One version of the SDK, loaded when the suite starts. */
export interface Version {
  /** Whether it is this version or a later one. */
  since(version: string): boolean;
  sdk(): Sdk;
}

/** A client of the fake provider that behaves as a call wants it to. */
export function connect(version: Version, provider: FakeProvider, input: CallInput): Client {
  return new (version.sdk().OpenAI)({
    apiKey: "test",
    baseURL: provider.openaiBaseUrl,
    maxRetries: input.maxRetries ?? 0,
    ...(input.timeoutMs === undefined ? {} : { timeout: input.timeoutMs }),
  });
}

/** An Azure client of the fake provider. */
export function connectToAzure(version: Version, provider: FakeProvider): Client {
  return new (version.sdk().AzureOpenAI)({
    apiKey: "test",
    endpoint: provider.url,
    apiVersion: "2024-10-21",
    deployment: "my-deployment",
    maxRetries: 0,
  });
}

/** Request options that carry a call's signal. */
export function optionsOf(input: CallInput): { signal?: AbortSignal } {
  return input.signal === undefined ? {} : { signal: input.signal };
}

/** A red dot. */
export const IMAGE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";

/** `error.type` values of OpenAI's API. */
export const ERRORS: SurfaceErrors = {
  badRequest: "invalid_request_error",
  rateLimited: "rate_limit_exceeded",
  serverError: "server_error",
  streamError: "server_error",
  connection: "APIConnectionError",
  timeout: "APIConnectionTimeoutError",
  abort: "APIUserAbortError",
};

/** Attributes that every call of the fake provider shares. */
export const CLIENT_ATTRIBUTES = { "gen_ai.provider.name": "openai", "server.address": "127.0.0.1" } as const;

/** Content attributes of a plain call: what was asked, and one choice of text. */
export function plainContent(prompt: string, answer: string): Readonly<Record<string, unknown>> {
  return {
    "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
    "gen_ai.output.messages": [
      { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "stop" },
    ],
  };
}
