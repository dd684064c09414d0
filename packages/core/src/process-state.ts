// SPDX-License-Identifier: Apache-2.0
import type { Span } from "@opentelemetry/api";

import type { CallPolicy } from "./admission/call-policy.ts";
import type { HeldCall } from "./admission/held-call.ts";
import type { ContentMask } from "./content.ts";
import type { HumanWaitObserver } from "./manual/human-wait.ts";
import type { ManualOptions } from "./manual/manual-host.ts";
import type { OutcomeObserver } from "./manual/record-outcome.ts";
import type { Operation } from "./operation.ts";
import type { PromptWriter } from "./prompt/prompt-writer.ts";

/** Is told about every provider call that ends, sampled or not. Must be quick; what it throws is caught and counted. */
export interface OperationObserver {
  /**
   * @param operation - The finished call, frozen.
   * @param span - Its span, still open for attributes; not recording when the call was not sampled.
   */
  operationEnded(operation: Operation, span: Span): void;
}

/** A call whose stream is still open; ended by {@link endOpenStreams} when nobody will read it any more. */
export interface OpenStream {
  /** How long nobody has read it; what was read since the previous question counts as read now. */
  idleMs(nowMs: number): number;
  abandon(): void;
}

interface ProcessState {
  readonly observers: Set<OperationObserver>;
  readonly problems: Map<string, number>;
  readonly openStreams: Set<OpenStream>;
  readonly policies: Set<CallPolicy>;
  readonly outcomeObservers: Set<OutcomeObserver>;
  /** Absent until somebody asks. */
  humanWaitObservers?: Set<HumanWaitObserver> | undefined;
  /** The call whose method is sending its request right now, and must wait. */
  heldRequest?: HeldCall | undefined;
  baggageKeys: readonly string[];
  contentMask: ContentMask | undefined;
  /** Random for each process until somebody sets one. */
  contentHashKey?: string | Uint8Array | undefined;
  /** Knows which blocks of prompts spans have told. */
  promptWriter?: Pick<PromptWriter, "attributes"> | undefined;
  /** Options of what the program records itself. */
  manual?: ManualOptions | undefined;
}

const STATE_KEY = Symbol.for("@outlay/core@1");

type StateHolder = { [STATE_KEY]?: ProcessState };

/** State that all copies of this package in a process share: CommonJS and ESM, two installed versions. */
export const processState: ProcessState = ((globalThis as StateHolder)[STATE_KEY] ??= {
  observers: new Set(),
  problems: new Map(),
  openStreams: new Set(),
  policies: new Set(),
  outcomeObservers: new Set(),
  baggageKeys: [],
  contentMask: undefined,
});

/**
 * Subscribes to every provider call of this process.
 *
 * @returns Ends the subscription.
 */
export function observeOperations(observer: OperationObserver): () => void {
  processState.observers.add(observer);
  return () => processState.observers.delete(observer);
}

/**
 * Counts a stream among those that {@link endOpenStreams} may end.
 *
 * @returns Takes it back, when the stream has ended.
 */
export function trackOpenStream(stream: OpenStream): () => void {
  processState.openStreams.add(stream);
  return () => processState.openStreams.delete(stream);
}

/**
 * Ends the calls whose streams were not touched for `idleMs`, as abandoned; with 0, all of them (before exit).
 *
 * @returns How many were ended.
 */
export function endOpenStreams(idleMs: number, nowMs: number): number {
  let ended = 0;
  for (const stream of processState.openStreams) {
    if (stream.idleMs(nowMs) < idleMs) continue;
    stream.abandon();
    ended += 1;
  }
  return ended;
}
