// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts, StreamReducer } from "../facts.ts";
import { guard, reportProblem } from "../guard.ts";
import { processState } from "../process-state.ts";
import type { OpenStream } from "../process-state.ts";
import type { OperationStatus } from "../operation.ts";
import type { FollowedCall } from "./followed-call.ts";

/** A stream that is dropped unread is noticed when it is collected as garbage. */
const dropped = new FinalizationRegistry<FollowedStream>((followed) => followed.abandon());

/**
 * What becomes of a stream: every way of reading it reports here, and the first end is the end of the call.
 *
 * Holds nothing of the stream itself, so that a stream nobody holds can be collected, and is then abandoned.
 */
export class FollowedStream implements OpenStream {
  pendingReads = 0;
  #readAtMs: number = Date.now();
  #wasRead = false;
  readonly #call: FollowedCall;
  readonly #reducer: StreamReducer;
  readonly #signal: AbortSignal | undefined;
  #broken = false;

  /** @param signal - Says that the caller gave up, for SDKs whose streams then end as if they were complete. */
  constructor(stream: object, call: FollowedCall, reducer: StreamReducer, signal?: AbortSignal) {
    this.#call = call;
    this.#reducer = reducer;
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    processState.openStreams.add(this);
    dropped.register(stream, this, this);
  }

  /** @returns Whether the chunk is ours alone and must not reach the caller. */
  push(chunk: unknown): boolean {
    this.#call.chunkArrived();
    this.#wasRead = true;
    if (this.#broken) return false;
    try {
      return this.#reducer.push(chunk);
    } catch (error) {
      this.#broken = true;
      reportProblem("stream.reduce", error);
      return false;
    }
  }

  finished(): void {
    this.end(this.#signal?.aborted === true ? "aborted" : "ok");
  }

  /** An error that comes after the caller gave up is what came of that, whatever it says. */
  failed(error: unknown): void {
    this.end(this.#call.request.signal?.aborted === true ? "aborted" : "error", error);
  }

  /** Reads are dated when somebody asks: the clock would be the dearest part of passing a chunk on. */
  idleMs(nowMs: number): number {
    if (this.#wasRead) this.#readAtMs = nowMs;
    this.#wasRead = false;
    return nowMs - this.#readAtMs;
  }

  abandon(): void {
    this.end("abandoned");
  }

  end(status: OperationStatus, error?: unknown): void {
    if (this.#call.ended) return;
    processState.openStreams.delete(this);
    dropped.unregister(this);
    this.#signal?.removeEventListener("abort", this.#onAbort);
    const response = guard("stream.finish", () => this.#finish(status));
    this.#call.end({ status, response, error });
  }

  #finish(status: OperationStatus): ResponseFacts {
    const facts = this.#reducer.finish(status === "ok" && !this.#broken);
    return this.#broken && facts.usage !== undefined ? { ...facts, usageStatus: "partial" } : facts;
  }

  /** With a read under way its result decides; the SDK itself aborts after an error or a `break`. */
  readonly #onAbort = (): void => {
    if (this.pendingReads === 0) this.end("aborted");
  };
}
