// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as openai6 from "openai-6";

import { openAiCases } from "../openai-cases.ts";
import { patch } from "../patch.ts";
import { useTracing } from "../record-emitter.ts";
import type { Emitter } from "../record-emitter.ts";

/** Emitters that watch the `openai` SDK. */
export const OPENAI_EMITTERS: Readonly<Record<string, Emitter>> = {
  "openinference-openai": {
    package: "@arizeai/openinference-instrumentation-openai",
    sdk: "openai-6",
    load: async (recorder) => {
      const { OpenAIInstrumentation } = await import("@arizeai/openinference-instrumentation-openai");
      const { default: OpenAI } = await import("openai-6");
      patch(new OpenAIInstrumentation(), useTracing(recorder), OpenAI);
      return openAiCases((options) => new OpenAI(options));
    },
  },
  "openllmetry-openai": {
    package: "@traceloop/instrumentation-openai",
    sdk: "openai-6",
    load: async (recorder) => {
      const { OpenAIInstrumentation } = await import("@traceloop/instrumentation-openai");
      const { default: OpenAI } = await import("openai-6");
      patch(new OpenAIInstrumentation(), useTracing(recorder), OpenAI);
      return openAiCases((options) => new OpenAI(options));
    },
  },
  "opentelemetry-openai": {
    package: "@opentelemetry/instrumentation-openai",
    sdk: "openai-6",
    load: async (recorder) => {
      const { OpenAIInstrumentation } = await import("@opentelemetry/instrumentation-openai");
      patch(new OpenAIInstrumentation(), useTracing(recorder));
      // It patches what is required.
      const { OpenAI } = createRequire(import.meta.url)("openai-6") as typeof openai6;
      return openAiCases((options) => new OpenAI(options));
    },
  },
};
