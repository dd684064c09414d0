// SPDX-License-Identifier: Apache-2.0
import { createContextKey } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";

const STREAM_KEY = createContextKey("@outlay/instrumentation-langchain stream");

/** The runs that the generator behind a stream has started, as long as they are open, without those inside of others. */
export class StreamRuns {
  readonly #ids = new Set<string>();
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort: () => void;

  /** @param giveUp - Ends runs of which LangChain will not tell again. */
  constructor(signal: AbortSignal | undefined, giveUp: (ids: readonly string[]) => void) {
    this.#signal = signal;
    this.#onAbort = () => giveUp(this.open);
  }

  get open(): readonly string[] {
    return [...this.#ids];
  }

  add(id: string): void {
    if (this.#ids.size === 0) this.#signal?.addEventListener("abort", this.#onAbort, { once: true });
    this.#ids.add(id);
  }

  delete(id: string): void {
    this.#ids.delete(id);
    if (this.#ids.size === 0) this.#signal?.removeEventListener("abort", this.#onAbort);
  }

  /** What a run ended by when the stream was aborted: old versions throw an error of no class of its own. */
  get abort(): unknown {
    if (this.#signal?.aborted !== true) return undefined;
    const reason: unknown = this.#signal.reason;
    return reason instanceof DOMException ? reason : new DOMException("aborted", "AbortError");
  }
}

/** A context whose runs belong to a stream. */
export function contextWithStream(source: Context, runs: StreamRuns): Context {
  return source.setValue(STREAM_KEY, runs);
}

/** The stream that a context is inside of. */
export function streamOf(source: Context): StreamRuns | undefined {
  return source.getValue(STREAM_KEY) as StreamRuns | undefined;
}
