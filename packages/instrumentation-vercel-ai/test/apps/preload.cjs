// SPDX-License-Identifier: Apache-2.0
// What a preload does, at its smallest: an SDK, the instrumentation, and spans as lines of JSON on stdout.
const { writeSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

const { context, trace } = require("@opentelemetry/api");
const { AsyncLocalStorageContextManager } = require("@opentelemetry/context-async-hooks");
const { SimpleSpanProcessor, TracerProvider } = require("@opentelemetry/sdk-trace");
const { VercelAIInstrumentation } = require("@outlay/instrumentation-vercel-ai");

const exporter = {
  export(spans, done) {
    for (const { name, attributes, status } of spans) {
      writeSync(1, `${JSON.stringify({ name, attributes, status, thread: isMainThread ? "main" : "worker" })}\n`);
    }
    done({ code: 0 });
  },
  shutdown: () => Promise.resolve(),
};

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
new VercelAIInstrumentation();
