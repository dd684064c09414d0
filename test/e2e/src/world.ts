// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider, Step } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver, ReceivedSpan } from "@outlay-test/otlp-receiver";

import type { Env } from "./app.ts";

/** 600 uncached, 400 cached and 500 output tokens, in each vendor's own words. */
const ANSWERS: readonly Step[] = [
  {
    when: { path: "/v1/chat/completions" },
    text: "hello",
    usage: { prompt_tokens: 1000, prompt_tokens_details: { cached_tokens: 400 }, completion_tokens: 500 },
  },
  {
    when: { path: "/v1/messages" },
    text: "hello",
    usage: { input_tokens: 600, cache_read_input_tokens: 400, output_tokens: 500 },
  },
];

/**
 * What a run of an app costs in USD, worked out by hand from the published prices per million tokens:
 * gpt-5-mini 0.25 / 0.025 / 2, claude-haiku-4-5 1 / 0.1 / 5.
 */
export const COSTS: Readonly<Record<string, number>> = {
  "chat claude-haiku-4-5": (600 * 1 + 400 * 0.1 + 500 * 5) / 1e6,
  "chat gpt-5-mini": (600 * 0.25 + 400 * 0.025 + 500 * 2) / 1e6,
};

/** Everything outside an app: model providers and a telemetry backend, on loopback. */
export interface World extends AsyncDisposable {
  readonly provider: FakeProvider;
  readonly receiver: OtlpReceiver;
  /** Points the SDKs to the provider. */
  readonly keys: Env;
  /** The same, and telemetry to the receiver. */
  readonly env: Env;
}

/** Starts a world in which one call to each vendor is answered with known usage. */
export async function startWorld(): Promise<World> {
  const provider = await startFakeProvider({ script: ANSWERS });
  const receiver = await startOtlpReceiver();
  const keys = {
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: provider.openaiBaseUrl,
    ANTHROPIC_API_KEY: "sk-ant-test",
    ANTHROPIC_BASE_URL: provider.anthropicBaseUrl,
  };
  return {
    provider,
    receiver,
    keys,
    env: { ...keys, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: "app" },
    async [Symbol.asyncDispose]() {
      await Promise.all([provider.close(), receiver.close()]);
    },
  };
}

/** What each span of a billed call says it cost, USD by span name. */
export function costsOf(spans: readonly ReceivedSpan[]): Record<string, unknown> {
  const calls = spans.filter((span) => "outlay.cost.status" in span.attributes);
  return Object.fromEntries(calls.map((span) => [span.name, span.attributes["outlay.cost.total_usd"]]));
}
