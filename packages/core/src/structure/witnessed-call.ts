// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";

import { activeWitness, contextWithWitness } from "../call-witness.ts";
import type { CallWitness } from "../call-witness.ts";
import type { ClientFacts, RequestFacts, ResponseFacts } from "../facts.ts";
import { isAbort } from "../followers/is-abort.ts";
import { guard } from "../guard.ts";
import { ProviderCall } from "../provider-call.ts";
import type { CallEnd, CallHost } from "../provider-call.ts";

/** What a framework's own model tells of a call, for where nobody else has seen it. */
export interface WitnessedFacts {
  readonly request: RequestFacts;
  readonly client: ClientFacts;
}

/**
 * One answer of a framework's model. It gets no span of its own when the SDK underneath is traced: that call has the
 * bill. When nobody has seen a call in it, it is the call, and is recorded when it ends. A model that hands its work to
 * another leaves the bill to that one as soon as it works: who gives both up may end the outer one first.
 */
export class WitnessedCall {
  readonly #context: Context;
  readonly #host: CallHost;
  readonly #facts: WitnessedFacts;
  readonly #outer: CallWitness | undefined;
  readonly #parent: Context;
  readonly #witness: CallWitness = { hasSeenCall: false };
  readonly #startTimeMs = Date.now();
  readonly #startedAt = performance.now();
  #timeToFirstChunkMs: number | undefined;
  #ended = false;

  constructor(host: CallHost, facts: WitnessedFacts) {
    this.#host = host;
    this.#facts = facts;
    this.#parent = context.active();
    this.#outer = activeWitness(this.#parent);
    this.#context = contextWithWitness(this.#parent, this.#witness);
  }

  /** Whether the bill is somebody else's. */
  get isSeen(): boolean {
    return this.#witness.hasSeenCall;
  }

  /** Runs what makes the call: a call that is seen inside has the bill. */
  run<T>(inside: () => T): T {
    if (this.#outer !== undefined) this.#outer.hasSeenCall = true;
    return context.with(this.#context, inside);
  }

  /** Something of a stream has arrived. */
  chunkArrived(): void {
    this.#timeToFirstChunkMs ??= performance.now() - this.#startedAt;
  }

  /** Later ends change nothing. */
  end(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.isSeen) return;
    guard("core.witnessed", () => {
      const { request, client } = this.#facts;
      const record = (): ProviderCall => new ProviderCall(this.#host, request, client, this.#startTimeMs);
      context.with(this.#parent, record).end({ timeToFirstChunkMs: this.#timeToFirstChunkMs, ...end });
    });
  }

  /** Ends it with what was thrown, and what had arrived before. */
  fail(error: unknown, response?: ResponseFacts): void {
    this.end({ status: isAbort(error) ? "aborted" : "error", error, response });
  }
}

/** Reads what a model answers with: whole, or in the items of a stream. */
export interface WitnessedReader {
  /** Reads the answer. */
  response(answer: unknown): ResponseFacts;
  /** Of an item only what a bill is made of; `undefined` of one that has nothing of it. */
  keep(item: unknown): unknown;
  /** Reads what was kept. */
  streamed(kept: readonly unknown[]): ResponseFacts;
}

/** Runs a model's method that resolves to one answer, and ends the call with it. */
export function runWitnessed(call: WitnessedCall, send: () => unknown, read: WitnessedReader["response"]): unknown {
  let result: unknown;
  try {
    result = call.run(send);
  } catch (error) {
    call.fail(error);
    throw error;
  }
  if (!(result instanceof Promise)) return result;
  return result.then(
    (answer: unknown) => {
      call.end({ status: "ok", response: guard("core.witnessed.response", () => read(answer)) });
      return answer;
    },
    (error: unknown) => {
      call.fail(error);
      throw error;
    },
  );
}

/**
 * Passes on the items of a model's stream, and ends the call with it: at its end, with an error, or when it is left. The
 * request is made when the first item is read.
 */
export async function* streamWitnessed(
  call: WitnessedCall,
  stream: AsyncIterable<unknown>,
  reader: WitnessedReader,
): AsyncGenerator {
  const kept: unknown[] = [];
  const items = call.run(() => stream[Symbol.asyncIterator]());
  let isWhole = false;
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one item comes after the other
      const step = await call.run(() => items.next());
      if (step.done === true) break;
      call.chunkArrived();
      const told = guard("core.witnessed.item", () => reader.keep(step.value));
      if (told !== undefined) kept.push(told);
      yield step.value;
    }
    isWhole = true;
  } catch (error) {
    call.fail(error);
    throw error;
  } finally {
    if (!isWhole) await call.run(() => items.return?.(undefined));
    const response = guard("core.witnessed.stream", () => reader.streamed(kept));
    call.end({ status: isWhole ? "ok" : "aborted", response: isWhole ? response : partial(response) });
  }
}

function partial(response: ResponseFacts | undefined): ResponseFacts {
  return { ...response, usageStatus: response?.usage === undefined ? "missing" : "partial" };
}
