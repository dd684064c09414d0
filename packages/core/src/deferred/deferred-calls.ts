// SPDX-License-Identifier: Apache-2.0
import { processState } from "../process-state.ts";
import type { OpenStream } from "../process-state.ts";
import type { CallEnd } from "../provider-call.ts";

/** A call whose provider took the work and will tell later what it used. */
export interface DeferredCall {
  /** Records it, now that the provider has told. */
  bill(end: CallEnd): void;
  /** Tells whoever counts that nobody has asked for the answer, so that what it cost is not known. */
  giveUp(): void;
}

interface Waiting extends DeferredCall {
  readonly entry: OpenStream;
}

/** Calls remembered; the oldest is given up for a new one. */
const MAX_WAITING = 10_000;
const WAITING_KEY = Symbol.for("@outlay/core/deferred-calls@1");

/** By response id, whichever copy of this package made the call. */
const waiting: Map<string, Waiting> = ((globalThis as { [WAITING_KEY]?: Map<string, Waiting> })[WAITING_KEY] ??=
  new Map());

/**
 * Remembers a call until somebody reads its answer. Before the process exits it is given up, like a stream that is still
 * open; its answer is billed all the same if it is read afterwards.
 */
export function deferCall(id: string, call: DeferredCall): void {
  const entry: OpenStream = {
    // Work may take hours: only the end of the process ends the waiting.
    idleMs: () => 0,
    abandon: () => {
      processState.openStreams.delete(entry);
      call.giveUp();
    },
  };
  forget(id)?.entry.abandon();
  const [oldest] = waiting.keys();
  if (oldest !== undefined && waiting.size >= MAX_WAITING) forget(oldest)?.entry.abandon();
  waiting.set(id, { ...call, entry });
  processState.openStreams.add(entry);
}

/** @returns The call that a response answers, once; `undefined` for one that this process did not make, or has billed. */
export function takeDeferredCall(id: string): DeferredCall | undefined {
  const found = forget(id);
  if (found !== undefined) processState.openStreams.delete(found.entry);
  return found;
}

function forget(id: string): Waiting | undefined {
  const found = waiting.get(id);
  waiting.delete(id);
  return found;
}
