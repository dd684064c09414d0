// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import { context } from "@opentelemetry/api";
import type { TracerProvider } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { instrumentAnthropic } from "@outlay/instrumentation-anthropic";
import { instrumentOpenAI } from "@outlay/instrumentation-openai";
import OpenAI from "openai";

/** Two traced SDKs in a program without any OpenTelemetry SDK: no span of it records. */
export interface GuardedApp extends AsyncDisposable {
  readonly provider: FakeProvider;
  readonly openai: OpenAI;
  readonly anthropic: Anthropic;
  /** Gives the calls of `openai` spans from an OpenTelemetry SDK after all. */
  traceWith(provider: TracerProvider): void;
  /**
   * Runs what must fail before anything is sent.
   *
   * @returns What it rejected with; `undefined` when it did not, or when a request reached the provider.
   */
  refusalOf(run: () => PromiseLike<unknown>): Promise<unknown>;
}

/** Starts the program and its provider. */
export async function startGuardedApp(): Promise<GuardedApp> {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const provider = await startFakeProvider();
  const instrumentation = instrumentOpenAI(OpenAI);
  instrumentAnthropic(Anthropic);
  return {
    provider,
    openai: new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl, maxRetries: 0 }),
    anthropic: new Anthropic({ apiKey: "test", baseURL: provider.anthropicBaseUrl, maxRetries: 0 }),
    traceWith: (tracerProvider) => instrumentation.setTracerProvider(tracerProvider),
    async refusalOf(run) {
      const before = provider.requests.length;
      const reason = await Promise.resolve(run()).then(
        () => undefined,
        (error: unknown) => error,
      );
      return provider.requests.length === before ? reason : undefined;
    },
    async [Symbol.asyncDispose]() {
      await provider.close();
      context.disable();
    },
  };
}
