// SPDX-License-Identifier: Apache-2.0
import { followReadableStream, guard, isAbort } from "@outlay/core";
import type { CallAdapter, ProviderCall } from "@outlay/core";

import { runOf } from "../structure/agent-run.ts";
import { isLast, isPreamble } from "./language-stream.ts";
import { isModelRequest } from "./model-request.ts";
import type { ModelRequest } from "./model-request.ts";

/** How often a request has failed so far that the AI SDK may send again. */
const failures = new WeakMap<object, number>();

/**
 * Follows what a model's method returns: a promise of an answer, or of an object that holds a stream.
 *
 * The promise is an `async` method's own, and the object is new: the AI SDK is given the promise that comes after, and in
 * the object a stream that is read as lazily as the provider's.
 */
export function followModel(result: unknown, call: ProviderCall, adapter: CallAdapter): unknown {
  const request = isModelRequest(call.request) ? call.request : undefined;
  followRun(call);
  countResends(call, request);
  if (!isThenable(result)) {
    call.end({ status: "ok" });
    return result;
  }
  return result.then(
    (value: unknown) => {
      guard("vercel-ai.resolved", () => followValue(value, call, adapter, request));
      return value;
    },
    (error: unknown) => {
      const key = request?.sentAgainBy;
      if (key !== undefined) failures.set(key, (failures.get(key) ?? 0) + 1);
      call.end({ status: request?.signal?.aborted === true || isAbort(error) ? "aborted" : "error", error });
      throw error;
    },
  );
}

/** What the AI SDK is done with before its call is waits for the call. */
function followRun(call: ProviderCall): void {
  const run = runOf(call.context);
  if (run === undefined) return;
  run.callStarted();
  call.whenEnded((status) => run.callEnded(status));
}

function countResends(call: ProviderCall, request: ModelRequest | undefined): void {
  const failed = request?.sentAgainBy === undefined ? 0 : (failures.get(request.sentAgainBy) ?? 0);
  for (let count = 0; count < failed; count += 1) call.resent();
}

function followValue(
  value: unknown,
  call: ProviderCall,
  adapter: CallAdapter,
  request: ModelRequest | undefined,
): void {
  const stream = call.request.stream ? streamIn(value) : undefined;
  if (stream === undefined) {
    const response = guard("instrumentation.response", () => adapter.response(value, call.request));
    call.end({ status: "ok", response });
    return;
  }
  const reducer = adapter.stream(call.request, call.capturesContent);
  const followed = followReadableStream(stream.stream, call, reducer, { isPreamble, isLast, signal: request?.signal });
  Object.defineProperty(stream, "stream", { value: followed, enumerable: true, configurable: true, writable: true });
}

function streamIn(value: unknown): { stream: ReadableStream<unknown> } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const stream: unknown = Reflect.get(value, "stream");
  return stream instanceof ReadableStream && !stream.locked
    ? (value as { stream: ReadableStream<unknown> })
    : undefined;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function";
}
