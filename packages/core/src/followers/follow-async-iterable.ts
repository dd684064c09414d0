// SPDX-License-Identifier: Apache-2.0
import type { StreamReducer } from "../facts.ts";
import type { FollowedCall } from "./followed-call.ts";
import { FollowedIterator } from "./followed-iterator.ts";
import { FollowedStream } from "./followed-stream.ts";

/** Tells whether a value can be read with `for await`. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, Symbol.asyncIterator) === "function";
}

/**
 * Follows anything that is read with `for await` to its end, whichever comes first: the last item, an error, an early
 * `break`, an abort, or nobody being left to read it. The object stays the SDK's own and is not read ahead.
 *
 * Of a generator, which is its own iterator, the methods are followed; of everything else each iterator that it gives.
 *
 * @param signal - See {@link FollowedStream}.
 */
export function followAsyncIterable(
  stream: AsyncIterable<unknown>,
  call: FollowedCall,
  reducer: StreamReducer,
  signal?: AbortSignal,
): void {
  const followed = new FollowedStream(stream, call, reducer, signal);
  if (isIterator(stream)) followIterator(stream, followed);
  else followIterators(stream, followed);
}

function isIterator(stream: AsyncIterable<unknown>): stream is AsyncIterableIterator<unknown> {
  return typeof Reflect.get(stream, "next") === "function";
}

function followIterator(stream: AsyncIterableIterator<unknown>, followed: FollowedStream): void {
  const inner: AsyncIterator<unknown> = { next: stream.next.bind(stream) };
  if (stream.return !== undefined) inner.return = stream.return.bind(stream);
  if (stream.throw !== undefined) inner.throw = stream.throw.bind(stream);
  const iterator = new FollowedIterator(inner, followed, stream);
  define(stream, "next", () => iterator.next());
  define(stream, "return", (value?: unknown) => iterator.return(value));
  define(stream, "throw", (error?: unknown) => iterator.throw(error));
}

function followIterators(stream: AsyncIterable<unknown>, followed: FollowedStream): void {
  const open = stream[Symbol.asyncIterator].bind(stream);
  define(stream, Symbol.asyncIterator, () => new FollowedIterator(open(), followed, stream));
}

function define(stream: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(stream, name, { value, configurable: true, writable: true, enumerable: false });
}
