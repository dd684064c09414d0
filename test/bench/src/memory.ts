// SPDX-License-Identifier: Apache-2.0
// Whether memory stays flat over a million calls of a hundred thousand sessions, with prices, budgets and metrics.
import { NO_CONTENT, ProviderCall, createCallMetrics, withAttributes } from "@outlay/core";
import type { CallHost } from "@outlay/core";

import { startPipeline } from "./setup.ts";

const CALLS = 1_000_000;
const SESSIONS = 100_000;
const STEPS = 10;

const { tracerProvider, meterProvider } = startPipeline();
const host: CallHost = {
  name: "@outlay/instrumentation-openai",
  tracer: tracerProvider.getTracer("@outlay/instrumentation-openai"),
  metrics: createCallMetrics(meterProvider.getMeter("bench")),
  semconv: "v1.41",
  content: NO_CONTENT,
};
const collectGarbage = globalThis.gc;
if (collectGarbage === undefined) throw new Error("run with --expose-gc");

for (let step = 1; step <= STEPS; step += 1) {
  for (let call = 0; call < CALLS / STEPS; call += 1) {
    const index = (step - 1) * (CALLS / STEPS) + call;
    const scope = { "user.id": `user-${index % 1000}`, "session.id": `session-${index % SESSIONS}` };
    withAttributes(scope, () =>
      new ProviderCall(
        host,
        { operationName: "chat", model: "gpt-5-mini", stream: false, attributes: {} },
        { provider: "openai", serverAddress: "api.openai.com" },
      ).end({
        status: "ok",
        response: {
          id: `chatcmpl-${index}`,
          model: "gpt-5-mini-2025-08-07",
          usage: { inputTokens: 2000, outputTokens: 100, cacheReadTokens: 1024 },
        },
      }),
    );
    // The batch processor exports between turns of the event loop, as in a server.
    if (call % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  collectGarbage();
  const heapMb = process.memoryUsage().heapUsed / 2 ** 20;
  console.log(`${((CALLS / STEPS) * step).toLocaleString("en-US").padStart(9)} calls: heap ${heapMb.toFixed(1)} MB`);
}
process.exit(0);
