// SPDX-License-Identifier: Apache-2.0
import { isAbort } from "./is-abort.ts";
import type { FollowedStream } from "./followed-stream.ts";

/** Reads a stream in the caller's name and reports what comes. */
export class FollowedIterator implements AsyncIterableIterator<unknown> {
  readonly #inner: AsyncIterator<unknown>;
  readonly #followed: FollowedStream;
  /** Kept so that the stream lives as long as its reader: it would otherwise look dropped while it is being read. */
  readonly stream: object;

  constructor(inner: AsyncIterator<unknown>, followed: FollowedStream, stream: object) {
    this.#inner = inner;
    this.#followed = followed;
    this.stream = stream;
  }

  next(): Promise<IteratorResult<unknown>> {
    this.#followed.pendingReads += 1;
    return this.#inner.next().then(this.#onResult, this.#onError);
  }

  async return(value?: unknown): Promise<IteratorResult<unknown>> {
    this.#followed.abandon();
    return this.#inner.return === undefined ? { done: true, value } : this.#inner.return(value);
  }

  async throw(error?: unknown): Promise<IteratorResult<unknown>> {
    this.#followed.failed(error);
    if (this.#inner.throw === undefined) throw error;
    return this.#inner.throw(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #onResult = (
    result: IteratorResult<unknown>,
  ): IteratorResult<unknown> | Promise<IteratorResult<unknown>> => {
    this.#followed.pendingReads -= 1;
    if (result.done === true) {
      this.#followed.finished();
      return result;
    }
    return this.#followed.push(result.value) ? this.next() : result;
  };

  readonly #onError = (error: unknown): never => {
    this.#followed.pendingReads -= 1;
    if (isAbort(error)) this.#followed.end("aborted", error);
    else this.#followed.failed(error);
    throw error;
  };
}
