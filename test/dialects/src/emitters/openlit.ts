// SPDX-License-Identifier: Apache-2.0
import type { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";

import { anthropicCases } from "../anthropic-cases.ts";
import { openAiCases } from "../openai-cases.ts";
import { useTracing } from "../record-emitter.ts";
import type { Emitter } from "../record-emitter.ts";

/** Its price list, which it takes from an address: made up, so that its costs are seen not to be ours. */
const PRICES = {
  chat: {
    "gpt-5-mini": { promptPrice: 1, completionPrice: 1 },
    "claude-sonnet-4-6": { promptPrice: 1, completionPrice: 1 },
  },
  embeddings: { "text-embedding-3-small": 1 },
};

interface OpenLit {
  init(options: object): void;
}

/** OpenLIT, which writes costs of its own. */
export const OPENLIT_EMITTERS: Readonly<Record<string, Emitter>> = {
  "openlit-openai": {
    package: "openlit",
    sdk: "openai-6",
    load: async (recorder) => {
      const openai = await import("openai-6");
      await startOpenLit(useTracing(recorder), { openai });
      return openAiCases((options) => new openai.OpenAI(options));
    },
  },
  "openlit-anthropic": {
    package: "openlit",
    sdk: "anthropic-0-60",
    load: async (recorder) => {
      const anthropic = await import("anthropic-0-60");
      await startOpenLit(useTracing(recorder), { anthropic });
      const { "stream-helper": _fails, ...cases } = anthropicCases((options) => new anthropic.Anthropic(options));
      // The SDK's stream helper does not survive OpenLIT: what it returns is not the SDK's promise.
      return cases;
    },
  },
};

async function startOpenLit(provider: BasicTracerProvider, instrumentations: object): Promise<void> {
  const openlit = (await import("openlit")) as unknown as { Openlit: OpenLit };
  // It adopts the program's provider by this method, which SDK 2.x no longer has.
  const adopted = Object.assign(provider, { addSpanProcessor: () => undefined });
  const { trace } = await import("@opentelemetry/api");
  trace.disable();
  trace.setGlobalTracerProvider(adopted);
  Object.assign(trace.getTracerProvider(), {
    addSpanProcessor: () => undefined,
    getTracer: provider.getTracer.bind(provider),
  });
  openlit.Openlit.init({
    instrumentations,
    disableMetrics: true,
    disableEvents: true,
    pricingJson: `data:application/json,${encodeURIComponent(JSON.stringify(PRICES))}`,
    captureMessageContent: false,
  });
  // The list is fetched beside the program.
  await new Promise((resolve) => setTimeout(resolve, 200));
}
