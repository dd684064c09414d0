// SPDX-License-Identifier: Apache-2.0
// What a preload does, at its smallest: an SDK, an instrumentation, and spans as lines of JSON on stdout.
const { writeSync } = require("node:fs");
const { createRequire } = require("node:module");
const { isMainThread } = require("node:worker_threads");

const { context, trace } = require("@opentelemetry/api");
const { AsyncLocalStorageContextManager } = require("@opentelemetry/context-async-hooks");
const { SimpleSpanProcessor, TracerProvider } = require("@opentelemetry/sdk-trace");

const { INSTRUMENTED_PACKAGE, INSTRUMENTATION } = process.env;
const manifest = require(`${INSTRUMENTED_PACKAGE}/package.json`);
const exported = createRequire(`${INSTRUMENTED_PACKAGE}/package.json`)(manifest.name);

const exporter = {
  export(spans, done) {
    for (const { name, attributes } of spans) {
      writeSync(1, `${JSON.stringify({ name, attributes, thread: isMainThread ? "main" : "worker" })}\n`);
    }
    done({ code: 0 });
  },
  shutdown: () => Promise.resolve(),
};

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
Reflect.construct(exported[INSTRUMENTATION], []);
