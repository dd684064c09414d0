// SPDX-License-Identifier: Apache-2.0
import { anthropicCases } from "../anthropic-cases.ts";
import { patch } from "../patch.ts";
import { useTracing } from "../record-emitter.ts";
import type { Emitter } from "../record-emitter.ts";

/** Emitters that watch `@anthropic-ai/sdk`, and the SDK itself. Version 0.60 does not trace, so that they are alone. */
export const ANTHROPIC_EMITTERS: Readonly<Record<string, Emitter>> = {
  "anthropic-native": {
    package: "@anthropic-ai/sdk",
    sdk: "@anthropic-ai/sdk",
    load: async (recorder) => {
      useTracing(recorder);
      const { default: Anthropic } = await import("@anthropic-ai/sdk");
      return anthropicCases((options) => new Anthropic(options));
    },
  },
  "openinference-anthropic": {
    package: "@arizeai/openinference-instrumentation-anthropic",
    sdk: "anthropic-0-60",
    load: async (recorder) => {
      const { AnthropicInstrumentation } = await import("@arizeai/openinference-instrumentation-anthropic");
      const { default: Anthropic } = await import("anthropic-0-60");
      patch(new AnthropicInstrumentation(), useTracing(recorder), Anthropic);
      return anthropicCases((options) => new Anthropic(options));
    },
  },
  "openinference-around-anthropic-native": {
    package: "@arizeai/openinference-instrumentation-anthropic",
    sdk: "@anthropic-ai/sdk",
    load: async (recorder) => {
      const { AnthropicInstrumentation } = await import("@arizeai/openinference-instrumentation-anthropic");
      const { default: Anthropic } = await import("@anthropic-ai/sdk");
      patch(new AnthropicInstrumentation(), useTracing(recorder), Anthropic);
      return anthropicCases((options) => new Anthropic(options));
    },
  },
  "openllmetry-anthropic": {
    package: "@traceloop/instrumentation-anthropic",
    sdk: "anthropic-0-60",
    load: async (recorder) => {
      const { AnthropicInstrumentation } = await import("@traceloop/instrumentation-anthropic");
      const { default: Anthropic, APIPromise } = await import("anthropic-0-60");
      patch(new AnthropicInstrumentation(), useTracing(recorder), { Anthropic, APIPromise });
      return anthropicCases((options) => new Anthropic(options));
    },
  },
};
