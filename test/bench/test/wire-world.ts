// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { GoogleGenAI } from "@google/genai";
import { context, trace } from "@opentelemetry/api";
import type { Attributes } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { withAttributes } from "@outlay/core";
import { instrumentAnthropic } from "@outlay/instrumentation-anthropic";
import { instrumentBedrock } from "@outlay/instrumentation-bedrock";
import { instrumentGoogleGenAI } from "@outlay/instrumentation-google-genai";
import { instrumentOpenAI } from "@outlay/instrumentation-openai";
import { OutlaySpanProcessor } from "@outlay/span-processor";
import type { OutlaySpanProcessorOptions } from "@outlay/span-processor";
import OpenAI from "openai";
import { vi } from "vitest";

import { clientConfig } from "../../../packages/instrumentation-bedrock/test/load-sdk.ts";

/** A program with these SDKs, instrumented, in front of a provider whose cache ages by a clock that stands still. */
export interface WireWorld extends AsyncDisposable {
  readonly provider: FakeProvider;
  readonly anthropic: Anthropic;
  readonly openai: OpenAI;
  readonly google: GoogleGenAI;
  readonly bedrock: BedrockRuntimeClient;
  /** Sets the clock of program and provider. Epoch milliseconds. */
  setTime(atMs: number): void;
  /** Runs calls of one conversation. */
  converse<T>(conversation: string, run: () => Promise<T>): Promise<T>;
  /** What the spans of billed calls carry, in the order in which the calls ended; forgets them. */
  take(): readonly Attributes[];
}

/** Opens one; only `Date` is the virtual clock's, so that sockets and streams go on. */
export async function openWireWorld(processor?: OutlaySpanProcessorOptions): Promise<WireWorld> {
  vi.useFakeTimers({ toFake: ["Date"] });
  const provider = await startFakeProvider({ now: () => Date.now() });
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({
    spanProcessors: [new OutlaySpanProcessor(processor), new SimpleSpanProcessor({ exporter })],
  });
  context.disable();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.disable();
  trace.setGlobalTracerProvider(tracerProvider);
  // As under the preload: where the SDK traces itself, its spans know nothing of the prompt.
  const quiet = { apiKey: "none", maxRetries: 0, openTelemetry: false } as const;
  const anthropic = new Anthropic({ ...quiet, baseURL: provider.anthropicBaseUrl });
  const openai = new OpenAI({ apiKey: "none", baseURL: provider.openaiBaseUrl, maxRetries: 0 });
  const google = new GoogleGenAI({ apiKey: "none", httpOptions: { baseUrl: provider.googleBaseUrl } });
  const bedrock = new BedrockRuntimeClient(clientConfig(provider));
  const instrumentations = [
    instrumentAnthropic(anthropic),
    instrumentOpenAI(openai),
    instrumentGoogleGenAI(google),
    instrumentBedrock(bedrock),
  ];
  return {
    provider,
    anthropic,
    openai,
    google,
    bedrock,
    setTime: (atMs) => void vi.setSystemTime(atMs),
    converse: (conversation, run) => withAttributes({ "gen_ai.conversation.id": conversation }, run),
    take() {
      const spans = exporter.getFinishedSpans().map(({ attributes }) => ({ ...attributes }));
      exporter.reset();
      return spans.filter((attributes) => attributes["gen_ai.usage.cost"] !== undefined);
    },
    async [Symbol.asyncDispose]() {
      for (const instrumentation of instrumentations) instrumentation.disable();
      await tracerProvider.shutdown();
      await provider.close();
      trace.disable();
      context.disable();
      vi.useRealTimers();
    },
  };
}
