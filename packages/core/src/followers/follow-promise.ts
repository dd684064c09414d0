// SPDX-License-Identifier: Apache-2.0
import type { CallAdapter } from "../call-target.ts";
import { guard } from "../guard.ts";
import type { StreamReducer } from "../facts.ts";
import type { ProviderCall } from "../provider-call.ts";
import { followAsyncIterable, isAsyncIterable } from "./follow-async-iterable.ts";
import { followReadableStream } from "./follow-readable-stream.ts";
import { isAbort } from "./is-abort.ts";

/**
 * Follows the promise of an `async` method to its answer, or to the end of the stream that it resolves to.
 *
 * Such a promise is new, native and not lazy: nobody but the caller holds it. The caller gets the one that comes after
 * it, with the same value or the same rejection, since listening on the side would make every failure look handled.
 *
 * @returns What the caller gets.
 */
export function followPromise(result: unknown, call: ProviderCall, adapter: CallAdapter): unknown {
  if (!(result instanceof Promise)) return followAnswer(result, call, adapter);
  return result.then(
    (value: unknown) => {
      const followed = guard("promise.resolved", () => [followAnswer(value, call, adapter)]);
      return followed === undefined ? value : followed[0];
    },
    (error: unknown) => {
      failCall(call, error);
      throw error;
    },
  );
}

/** Ends a call whose promise was rejected: given up by the caller, or failed. */
export function failCall(call: ProviderCall, error: unknown): void {
  const isAborted = isAbort(error) || call.request.signal?.aborted === true;
  call.end({ status: isAborted ? "aborted" : "error", error });
}

/**
 * Ends the call with a whole answer, or follows the stream that is the answer, or that `adapter.streamIn` finds in it.
 *
 * @returns What the caller gets: the answer itself, unless it is a web stream.
 */
export function followAnswer(value: unknown, call: ProviderCall, adapter: CallAdapter): unknown {
  const stream = call.request.stream ? (adapter.streamIn?.(value) ?? value) : undefined;
  if (isAsyncIterable(stream)) {
    const reducer = adapter.stream(call.request, call.capturesContent);
    if (stream === value && stream instanceof ReadableStream) return followOwnStream(stream, call, reducer);
    followAsyncIterable(stream, call, reducer, call.request.signal ?? adapter.signalOf?.(stream));
    return value;
  }
  call.end({ status: "ok", response: guard("instrumentation.response", () => adapter.response(value, call.request)) });
  return value;
}

/** A web stream of an SDK's own class stays of that class: its methods work on any web stream. */
function followOwnStream(
  stream: ReadableStream<unknown>,
  call: ProviderCall,
  reducer: StreamReducer,
): ReadableStream<unknown> {
  const prototype = Object.getPrototypeOf(stream) as object;
  return Object.setPrototypeOf(
    followReadableStream(stream, call, reducer, { signal: call.request.signal }),
    prototype,
  ) as ReadableStream<unknown>;
}
