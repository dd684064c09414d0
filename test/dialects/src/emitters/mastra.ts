// SPDX-License-Identifier: Apache-2.0
import type { FakeProvider } from "@outlay-test/fake-provider";
import type { ReadableSpanLike } from "@outlay/semconv";

import type { Emitter } from "../record-emitter.ts";
import { CLAUDE_MODEL, OPENAI_MODEL, QUESTION, longCachedMessage, message, response } from "../scripted-calls.ts";
import type { SpanRecorder } from "../span-recorder.ts";

/** Mastra's own tracing, as its exporter hands it to OpenTelemetry's. */
export const MASTRA_EMITTERS: Readonly<Record<string, Emitter>> = {
  mastra: {
    package: "@mastra/otel-exporter",
    sdk: "@mastra/core",
    load: async (recorder) => {
      const ask = await mastra(recorder);
      const { createOpenAI } = await import("@ai-sdk/openai");
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      const openai = ({ openaiBaseUrl }: FakeProvider): unknown =>
        createOpenAI({ apiKey: "none", baseURL: openaiBaseUrl }).responses(OPENAI_MODEL);
      const claude = ({ anthropicBaseUrl }: FakeProvider): unknown =>
        createAnthropic({ apiKey: "none", baseURL: `${anthropicBaseUrl}/v1` })(CLAUDE_MODEL);
      return {
        openai: { calls: [response()], run: (provider) => ask(openai(provider)) },
        anthropic: { calls: [message()], run: (provider) => ask(claude(provider)) },
        "anthropic-long-cache": { calls: [longCachedMessage()], run: (provider) => ask(claude(provider)) },
      };
    },
  },
};

async function mastra(recorder: SpanRecorder): Promise<(model: unknown) => Promise<void>> {
  const { Agent } = await import("@mastra/core/agent");
  const { Mastra } = await import("@mastra/core/mastra");
  const { Observability } = await import("@mastra/observability");
  const { OtelExporter } = await import("@mastra/otel-exporter");
  const exporter = {
    export(spans: readonly ReadableSpanLike[], done: (result: { code: number }) => void) {
      for (const span of spans) recorder.onStart(span);
      for (const span of spans) recorder.onEnd(span);
      done({ code: 0 });
    },
    shutdown: () => Promise.resolve(),
    forceFlush: () => Promise.resolve(),
  };
  return async (model) => {
    const otel = new OtelExporter({
      provider: { custom: { endpoint: "http://127.0.0.1:9" } },
      exporter: exporter,
      signals: { logs: false },
    });
    const observability = new Observability({ configs: { otel: { serviceName: "planets", exporters: [otel] } } });
    const agent = new Agent({ id: "planets", name: "planets", instructions: "Answer.", model: model as never });
    const app = new Mastra({ agents: { planets: agent }, observability, logger: false });
    await app.getAgent("planets").generate(QUESTION);
    await observability.shutdown();
  };
}
