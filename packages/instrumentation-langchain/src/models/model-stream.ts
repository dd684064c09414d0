// SPDX-License-Identifier: Apache-2.0
import { guard, trackOpenStream } from "@outlay/core";
import type { OpenStream, ResponseFacts, WitnessedCall } from "@outlay/core";

import { brokenOff, withGeneration } from "./model-facts.ts";

/** What is known of a model's stream so far. One that nobody reads any more is ended like those of SDKs. */
export class ModelStream implements OpenStream {
  readonly #call: WitnessedCall;
  readonly #signal: AbortSignal | undefined;
  #facts: ResponseFacts = {};
  #readAtMs = Date.now();
  #wasRead = false;
  #ended = false;
  #untrack: (() => void) | undefined;

  constructor(call: WitnessedCall, signal: AbortSignal | undefined) {
    this.#call = call;
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  get ended(): boolean {
    return this.#ended;
  }

  push(chunk: unknown): void {
    this.#call.chunkArrived();
    this.#wasRead = true;
    if (this.#call.isSeen) return;
    this.#untrack ??= trackOpenStream(this);
    this.#facts = guard("langchain.stream", () => withGeneration(this.#facts, chunk)) ?? this.#facts;
  }

  end(): void {
    if (this.#stop()) this.#call.end({ status: "ok", response: this.#facts });
  }

  fail(error: unknown): void {
    if (this.#stop()) this.#call.fail(error, this.#brokenOff());
  }

  /** Ends what nobody reads any more; after an end it changes nothing. */
  abandon(): void {
    const status = this.#signal?.aborted === true ? "aborted" : "abandoned";
    if (this.#stop()) this.#call.end({ status, response: this.#brokenOff() });
  }

  idleMs(nowMs: number): number {
    if (this.#wasRead) this.#readAtMs = nowMs;
    this.#wasRead = false;
    return nowMs - this.#readAtMs;
  }

  /** @returns Whether it was still open. */
  #stop(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#untrack?.();
    this.#signal?.removeEventListener("abort", this.#onAbort);
    return true;
  }

  #brokenOff(): ResponseFacts | undefined {
    return guard("langchain.stream", () => brokenOff(this.#facts));
  }

  /** Only the caller aborts this signal; SDKs below have their own. */
  readonly #onAbort = (): void => this.abandon();
}
