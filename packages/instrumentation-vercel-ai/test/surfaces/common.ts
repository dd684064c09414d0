// SPDX-License-Identifier: Apache-2.0
import { earlierTurns } from "@outlay-test/conformance";
import type { CallInput, SurfaceTraits } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";

import type { Sdk } from "../load-sdk.ts";

/** The part of a language model of every specification that tests use. */
export interface LanguageModel {
  doGenerate(options: object): PromiseLike<unknown>;
  doStream(options: object): PromiseLike<{ readonly stream: ReadableStream<unknown> }>;
}

/** A build that is loaded when the suite starts. */
export type LoadedSdk = () => Sdk;

/** Stands for a provider where only the class of a model is wanted. */
export const NOWHERE = {
  openaiBaseUrl: "http://127.0.0.1:9/v1",
  anthropicBaseUrl: "http://127.0.0.1:9",
} as FakeProvider;

/** Retries are made above the models, by `ai`; a web stream that was read is at its end for whoever reads it again. */
export const TRAITS: SurfaceTraits = {
  retries: false,
  readsOnce: false,
  statusOf: (error) => Reflect.get(Object(error) as object, "statusCode"),
};

/** Attributes that every call of the fake provider shares. */
export const SERVER = { "server.address": "127.0.0.1" } as const;

/** Options of `doGenerate` and `doStream` for what a test wants, in the words of all specifications. */
export function callOptions(input: CallInput): object {
  const tool = { type: "function", name: "lookup", description: "Looks a city up", inputSchema: { type: "object" } };
  return {
    prompt: [...earlierTurns(input, "assistant"), { role: "user", text: input.prompt }].map(({ role, text }) => ({
      role,
      content: [{ type: "text", text }],
    })),
    maxOutputTokens: 256,
    ...(input.tools === true ? { tools: [tool] } : {}),
    ...(input.signal === undefined ? {} : { abortSignal: input.signal }),
  };
}

/** Calls of a model as a surface makes them. */
export function callsOf(modelOf: (provider: FakeProvider) => LanguageModel): {
  patched(): { readonly prototype: object; readonly method: string };
  create(provider: FakeProvider, input: CallInput): PromiseLike<unknown>;
  stream(provider: FakeProvider, input: CallInput): Promise<ReadableStream<unknown>>;
} {
  return {
    patched: () => ({ prototype: Object.getPrototypeOf(modelOf(NOWHERE)) as object, method: "doGenerate" }),
    create: (provider, input) => modelOf(provider).doGenerate(callOptions(input)),
    stream: async (provider, input) => (await modelOf(provider).doStream(callOptions(input))).stream,
  };
}

/** Content attributes of a plain call: what was asked, and what was answered. */
export function plainContent(finishReason: string) {
  return (prompt: string, answer: string): Readonly<Record<string, unknown>> => ({
    "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
    "gen_ai.output.messages": [
      { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: finishReason },
    ],
  });
}
