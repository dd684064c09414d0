// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterEach, beforeEach } from "vitest";

/** What a program that calls OpenAI meets in a test: a provider and a receiver of its own. */
export interface OpenAiStage {
  readonly provider: FakeProvider;
  readonly receiver: OtlpReceiver;
  /** Variables that lead the program's SDK, and the preload, there. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a stage before each test of a file, and closes it afterwards. */
export function openAiStage(prepare: (provider: FakeProvider) => void = () => undefined): () => OpenAiStage {
  let stage: OpenAiStage | undefined;
  beforeEach(async () => {
    const [provider, receiver] = await Promise.all([startFakeProvider(), startOtlpReceiver()]);
    prepare(provider);
    const env = {
      OPENAI_API_KEY: "sk-test",
      OPENAI_BASE_URL: provider.openaiBaseUrl,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    };
    stage = { provider, receiver, env };
  });
  afterEach(() => Promise.all([stage?.provider.close(), stage?.receiver.close()]));
  return () => {
    if (stage === undefined) throw new Error("the stage is there in tests only");
    return stage;
  };
}
