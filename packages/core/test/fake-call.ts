// SPDX-License-Identifier: Apache-2.0
import { metrics, trace } from "@opentelemetry/api";

import { NO_CONTENT, ProviderCall, createCallMetrics, observeOperations } from "../src/index.ts";
import type { CallAdapter, CallHost, Operation, RequestFacts, ResponseFacts, StreamReducer } from "../src/index.ts";
import { followApiPromise } from "../src/index.ts";

/** An instrumentation without an SDK of OpenTelemetry behind it. */
export const HOST: CallHost = {
  name: "test",
  tracer: trace.getTracer("test"),
  metrics: createCallMetrics(metrics.getMeter("test")),
  semconv: "v1.41",
  content: NO_CONTENT,
};

/** A request for the model `m`. */
export const REQUEST: RequestFacts = { operationName: "chat", model: "m", stream: false, attributes: {} };

/** Counts chunks as output tokens; knows the input from the start. */
export class CountingReducer implements StreamReducer {
  #chunks = 0;

  push(chunk: unknown): boolean {
    if (chunk === "bad") throw new TypeError("cannot read this chunk");
    this.#chunks += 1;
    return chunk === "ours";
  }

  finish(complete: boolean): ResponseFacts {
    const inputTokens = 10;
    return { usage: complete ? { inputTokens, outputTokens: this.#chunks } : { inputTokens } };
  }
}

/** Reads whatever answer as one of 10 tokens in, 5 out. */
export const ADAPTER: CallAdapter = {
  request: () => REQUEST,
  client: () => ({ provider: "test" }),
  response: (body) => {
    if (body === "bad") throw new TypeError("cannot read this answer");
    return { usage: { inputTokens: 10, outputTokens: 5 } };
  },
  stream: () => new CountingReducer(),
  follow: followApiPromise,
};

/** Starts a call. */
export function startCall(): ProviderCall {
  return new ProviderCall(HOST, REQUEST, { provider: "test" });
}

/** Collects the operations of one test; call the second part at its end. */
export function recordOperations(): readonly [operations: Operation[], stop: () => void] {
  const operations: Operation[] = [];
  return [operations, observeOperations({ operationEnded: (operation) => operations.push(operation) })];
}
