// SPDX-License-Identifier: Apache-2.0
import type { StreamReducer } from "../facts.ts";
import type { ProviderCall } from "../provider-call.ts";
import { FollowedStream } from "./followed-stream.ts";
import { isAbort } from "./is-abort.ts";

/** What is known of a stream that {@link followReadableStream} follows. */
export interface ReadableStreamFacts {
  /** Says that the caller gave up, whatever the stream then fails with. */
  readonly signal?: AbortSignal | undefined;
  /** Tells what the SDK itself puts in before anything arrived: it is passed on, and is no first piece of the answer. */
  readonly isPreamble?: (chunk: unknown) => boolean;
  /** Tells the chunk after which nothing more is to come: the call ends before anybody else hears of it. */
  readonly isLast?: (chunk: unknown) => boolean;
}

/**
 * Follows a web stream to its end.
 *
 * Those who read, pipe or tee one do so inside the runtime, where no method can be followed: the caller gets another
 * stream, which reads a chunk when it is asked for one and never ahead. Chunks, errors and the reason of a cancellation
 * pass through as they are.
 */
export function followReadableStream(
  stream: ReadableStream<unknown>,
  call: ProviderCall,
  reducer: StreamReducer,
  facts: ReadableStreamFacts = {},
): ReadableStream<unknown> {
  const source = new FollowedSource(stream, facts);
  const handedOut = new ReadableStream(source, { highWaterMark: 0 });
  source.followed = new FollowedStream(handedOut, call, reducer, facts.signal);
  return handedOut;
}

/** Holds nothing of the stream that is handed out, so that one which nobody holds can be collected. */
class FollowedSource implements UnderlyingDefaultSource<unknown> {
  followed: FollowedStream | undefined;
  readonly #reader: ReadableStreamDefaultReader<unknown>;
  readonly #facts: ReadableStreamFacts;

  constructor(stream: ReadableStream<unknown>, facts: ReadableStreamFacts) {
    this.#reader = stream.getReader();
    this.#facts = facts;
  }

  async pull(controller: ReadableStreamDefaultController<unknown>): Promise<void> {
    for (;;) {
      const { done, value } = await this.#read();
      if (done) return controller.close();
      const isOurs = this.#facts.isPreamble?.(value) !== true && this.followed?.push(value) === true;
      if (this.#facts.isLast?.(value) === true) this.followed?.finished();
      if (!isOurs) return controller.enqueue(value);
    }
  }

  cancel(reason: unknown): Promise<void> {
    this.followed?.end(this.#isAborted(reason) ? "aborted" : "abandoned");
    return this.#reader.cancel(reason);
  }

  async #read(): Promise<ReadableStreamReadResult<unknown>> {
    const { followed } = this;
    if (followed !== undefined) followed.pendingReads += 1;
    try {
      const result = await this.#reader.read();
      if (result.done) followed?.finished();
      return result;
    } catch (error) {
      if (this.#isAborted(error)) followed?.end("aborted", error);
      else followed?.failed(error);
      throw error;
    } finally {
      if (followed !== undefined) followed.pendingReads -= 1;
    }
  }

  #isAborted(error: unknown): boolean {
    return this.#facts.signal?.aborted === true || isAbort(error);
  }
}
