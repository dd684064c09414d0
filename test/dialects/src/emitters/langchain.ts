// SPDX-License-Identifier: Apache-2.0
import type { FakeProvider } from "@outlay-test/fake-provider";

import { drain } from "../openai-cases.ts";
import { useTracing } from "../record-emitter.ts";
import type { Emitter, RecordedCase } from "../record-emitter.ts";
import { CLAUDE_MODEL, OPENAI_MODEL, QUESTION, chatCompletion, message } from "../scripted-calls.ts";

/** LangChain as OpenInference sees it: by its callbacks, not by the SDKs below. */
export const LANGCHAIN_EMITTERS: Readonly<Record<string, Emitter>> = {
  "openinference-langchain": {
    package: "@arizeai/openinference-instrumentation-langchain",
    sdk: "@langchain/core",
    load: async (recorder) => {
      const { LangChainInstrumentation } = await import("@arizeai/openinference-instrumentation-langchain");
      const callbacks = await import("@langchain/core/callbacks/manager");
      const instrumentation = new LangChainInstrumentation({ tracerProvider: useTracing(recorder) });
      instrumentation.manuallyInstrument(callbacks);
      return langChainCases();
    },
  },
};

async function langChainCases(): Promise<Record<string, RecordedCase>> {
  const { ChatOpenAI } = await import("@langchain/openai");
  const { ChatAnthropic } = await import("@langchain/anthropic");
  const openai = ({ openaiBaseUrl }: FakeProvider): InstanceType<typeof ChatOpenAI> =>
    new ChatOpenAI({ model: OPENAI_MODEL, apiKey: "none", maxRetries: 0, configuration: { baseURL: openaiBaseUrl } });
  const claude = ({ anthropicBaseUrl }: FakeProvider): InstanceType<typeof ChatAnthropic> =>
    new ChatAnthropic({ model: CLAUDE_MODEL, apiKey: "none", maxRetries: 0, anthropicApiUrl: anthropicBaseUrl });
  return {
    "openai-chat": {
      calls: [chatCompletion()],
      run: async (provider) => {
        await openai(provider).invoke(QUESTION);
      },
    },
    "openai-chat-stream": {
      calls: [chatCompletion()],
      run: async (provider) => {
        await drain(await openai(provider).stream(QUESTION));
      },
    },
    anthropic: {
      calls: [message()],
      run: async (provider) => {
        await claude(provider).invoke(QUESTION);
      },
    },
    "anthropic-stream": {
      calls: [message()],
      run: async (provider) => {
        await drain(await claude(provider).stream(QUESTION));
      },
    },
  };
}
