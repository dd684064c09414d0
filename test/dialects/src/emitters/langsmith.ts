// SPDX-License-Identifier: Apache-2.0
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

import { context, trace } from "@opentelemetry/api";

import { mapRuns, openAiCases } from "../openai-cases.ts";
import { useTracing } from "../record-emitter.ts";
import type { Emitter } from "../record-emitter.ts";

interface OtelSingletons {
  readonly setOTELInstances: (instances: object) => void;
  readonly setDefaultOTLPTracerComponents: (components: object) => void;
}

const SETTLING_MS = 100;

/** Not among the package's exports. */
const SINGLETONS = new URL("../../node_modules/langsmith/lib/singletons/otel.mjs", import.meta.url).href;

/** LangSmith's wrappers, with its runs sent as spans. */
export const LANGSMITH_EMITTERS: Readonly<Record<string, Emitter>> = {
  "langsmith-openai": {
    package: "langsmith",
    sdk: "openai-6",
    load: async (recorder) => {
      Object.assign(process.env, {
        LANGSMITH_TRACING: "true",
        LANGSMITH_OTEL_ENABLED: "true",
        LANGSMITH_API_KEY: "none",
      });
      const provider = useTracing(recorder);
      // What its `initializeOTEL` does, which wants a context manager that OpenTelemetry no longer has.
      const { setDefaultOTLPTracerComponents, setOTELInstances } = (await import(SINGLETONS)) as OtelSingletons;
      setOTELInstances({ trace, context });
      setDefaultOTLPTracerComponents({ DEFAULT_LANGSMITH_TRACER_PROVIDER: provider });
      const { wrapOpenAI } = await import("langsmith/wrappers/openai");
      const { default: OpenAI } = await import("openai-6");
      const { Client } = await import("langsmith");
      const client = new Client({ apiKey: "none", apiUrl: await startApi() });
      const cases = openAiCases((options) =>
        wrapOpenAI(new OpenAI(options) as never, { client, metadata: { user_id: "ada", thread_id: "t-1" } }),
      );
      return mapRuns(cases, async (run) => {
        await run();
        // The runs of streams are queued some time after their last chunk.
        await setTimeout(SETTLING_MS);
        await client.awaitPendingTraceBatches();
      });
    },
  },
};

/** Its client asks the platform what it can do before anything else; this one can do nothing. */
async function startApi(): Promise<string> {
  const server = createServer((_request, response) => response.end("{}"));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
