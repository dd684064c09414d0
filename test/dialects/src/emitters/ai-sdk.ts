// SPDX-License-Identifier: Apache-2.0
import type { FakeProvider } from "@outlay-test/fake-provider";

import { GEMINI_MODEL, geminiContent } from "../answered-calls.ts";
import { useTracing } from "../record-emitter.ts";
import type { Emitter, RecordedCase } from "../record-emitter.ts";
import {
  CLAUDE_MODEL,
  OPENAI_MODEL,
  QUESTION,
  WEATHER_TOOL,
  chatCompletion,
  embedding,
  longCachedMessage,
  message,
  response,
} from "../scripted-calls.ts";

/** What the cases use of `ai`, which is the same in 5, 6 and 7. */
interface AiSdk {
  readonly generateText: (options: object) => Promise<unknown>;
  readonly streamText: (options: object) => { consumeStream(): Promise<void> };
  readonly embed: (options: object) => Promise<unknown>;
  readonly tool: (options: object) => unknown;
  readonly jsonSchema: (schema: object) => unknown;
  readonly stepCountIs?: (steps: number) => unknown;
  readonly isStepCount?: (steps: number) => unknown;
}

/** Vendors' packages beside it. */
interface Vendors {
  createOpenAI(options: { apiKey: string; baseURL: string }): {
    readonly chat: (model: string) => unknown;
    readonly responses: (model: string) => unknown;
    readonly textEmbeddingModel?: (model: string) => unknown;
    readonly embeddingModel?: (model: string) => unknown;
  };
  createAnthropic(options: { apiKey: string; baseURL: string }): (model: string) => unknown;
  createGoogleGenerativeAI(options: { apiKey: string; baseURL: string }): (model: string) => unknown;
}

type RunModel = (...urls: Parameters<RecordedCase["run"]>) => unknown;

/** The AI SDK's own telemetry, by major version; 7 has it in packages of its own. */
export const AI_SDK_EMITTERS: Readonly<Record<string, Emitter>> = {
  "ai-sdk-5": {
    package: "ai-5",
    sdk: "ai-5",
    load: async (recorder) => {
      useTracing(recorder);
      const { createOpenAI } = await import("ai-openai-2");
      const { createAnthropic } = await import("ai-anthropic-2");
      const { createGoogleGenerativeAI } = await import("ai-google-2");
      return aiCases((await import("ai-5")) as unknown as AiSdk, {
        createOpenAI,
        createAnthropic,
        createGoogleGenerativeAI,
      });
    },
  },
  "ai-sdk-6": {
    package: "ai-6",
    sdk: "ai-6",
    load: async (recorder) => {
      useTracing(recorder);
      const { createOpenAI } = await import("ai-openai-3");
      const { createAnthropic } = await import("ai-anthropic-3");
      const { createGoogleGenerativeAI } = await import("ai-google-3");
      return aiCases((await import("ai-6")) as unknown as AiSdk, {
        createOpenAI,
        createAnthropic,
        createGoogleGenerativeAI,
      });
    },
  },
  "ai-sdk-7": {
    package: "@ai-sdk/otel",
    sdk: "ai",
    load: async (recorder) => {
      useTracing(recorder);
      const { OpenTelemetry } = await import("@ai-sdk/otel");
      return aiCases7(new OpenTelemetry({ usage: true }));
    },
  },
  "ai-sdk-7-legacy": {
    package: "@ai-sdk/otel",
    sdk: "ai",
    load: async (recorder) => {
      useTracing(recorder);
      const { LegacyOpenTelemetry } = await import("@ai-sdk/otel");
      return aiCases7(new LegacyOpenTelemetry());
    },
  },
};

async function aiCases7(integration: object): Promise<Record<string, RecordedCase>> {
  const ai = await import("ai");
  (ai as unknown as { registerTelemetry(integration: object): void }).registerTelemetry(integration);
  const { createOpenAI } = await import("@ai-sdk/openai");
  const { createAnthropic } = await import("@ai-sdk/anthropic");
  const { createGoogleGenerativeAI } = await import("@ai-sdk/google");
  return aiCases(ai as unknown as AiSdk, { createOpenAI, createAnthropic, createGoogleGenerativeAI });
}

function aiCases(ai: AiSdk, vendors: Vendors): Record<string, RecordedCase> {
  const telemetry = { isEnabled: true, functionId: "planets", metadata: { userId: "ada", sessionId: "s-1" } };
  const traced = { experimental_telemetry: telemetry, telemetry, maxRetries: 0 };
  const openai = (provider: FakeProvider): ReturnType<Vendors["createOpenAI"]> =>
    vendors.createOpenAI({ apiKey: "none", baseURL: provider.openaiBaseUrl });
  const claude = (provider: FakeProvider): unknown =>
    vendors.createAnthropic({ apiKey: "none", baseURL: `${provider.anthropicBaseUrl}/v1` })(CLAUDE_MODEL);
  const gemini = (_provider: FakeProvider, url: string): unknown =>
    vendors.createGoogleGenerativeAI({ apiKey: "none", baseURL: url })(GEMINI_MODEL);
  const generate =
    (model: RunModel): RecordedCase["run"] =>
    async (...urls) => {
      await ai.generateText({ ...traced, model: model(...urls), prompt: QUESTION });
    };
  const stream =
    (model: RunModel): RecordedCase["run"] =>
    async (...urls) => {
      await ai.streamText({ ...traced, model: model(...urls), prompt: QUESTION }).consumeStream();
    };
  const weather = ai.tool({
    description: "The weather in a city",
    inputSchema: ai.jsonSchema({ type: "object", properties: { city: { type: "string" } } }),
    execute: () => Promise.resolve("sunny"),
  });
  return {
    "openai-chat": { calls: [chatCompletion()], run: generate((provider) => openai(provider).chat(OPENAI_MODEL)) },
    "openai-chat-stream": { calls: [chatCompletion()], run: stream((provider) => openai(provider).chat(OPENAI_MODEL)) },
    "openai-responses": { calls: [response()], run: generate((provider) => openai(provider).responses(OPENAI_MODEL)) },
    google: { calls: [geminiContent()], run: generate(gemini) },
    "google-stream": { calls: [geminiContent({ stream: true })], run: stream(gemini) },
    anthropic: { calls: [message()], run: generate(claude) },
    "anthropic-stream": { calls: [message()], run: stream(claude) },
    "anthropic-long-cache": { calls: [longCachedMessage()], run: generate(claude) },
    "anthropic-tool-loop": {
      calls: [message({ toolCall: true }), message({ nth: 2 })],
      run: async (provider) => {
        await ai.generateText({
          ...traced,
          model: claude(provider),
          prompt: QUESTION,
          tools: { [WEATHER_TOOL]: weather },
          stopWhen: (ai.stepCountIs ?? ai.isStepCount)?.(3),
        });
      },
    },
    embed: {
      calls: [embedding()],
      run: async (provider) => {
        const vendor = openai(provider);
        const model = (vendor.embeddingModel ?? vendor.textEmbeddingModel)?.("text-embedding-3-small");
        await ai.embed({ ...traced, model, value: QUESTION });
      },
    },
  };
}
