// SPDX-License-Identifier: Apache-2.0
import type { CallAttributes } from "../match.ts";

/** What a call can cost at most, as far as that can be known before it is made. */
export interface CallBound {
  /** In nano-USD; absent when there is no price for the model. */
  readonly costNanoUsd?: number | undefined;
  /** The part of it that is for input: what an attempt costs that yields nothing. */
  readonly inputCostNanoUsd?: number | undefined;
  /** Input and output tokens together. */
  readonly tokens: number;
  readonly inputTokens: number;
  /** False where something in the call has no bound: input kept elsewhere, tools that the provider runs. */
  readonly isUpperBound: boolean;
}

/** A change that makes a call cheaper. */
export interface CallEdit {
  readonly model?: string | undefined;
  readonly maxOutputTokens?: number | undefined;
}

/** A call that asks to be made. */
export interface GuardedCall {
  /** Unique; names the reservation. */
  readonly id: string;
  /** When it starts, epoch milliseconds. */
  readonly atMs: number;
  /** What `match` and `groupBy` read. */
  readonly attributes: CallAttributes;
  readonly traceId?: string | undefined;
  readonly model?: string | undefined;
  /** What the call can cost at most, as it is or with a change. Is called only when some budget asks. */
  bound(edit?: CallEdit): CallBound;
  /**
   * What the call is likely to cost, in nano-USD, with what is cached for the model taken into account; `undefined` when
   * that is not known.
   */
  expectedNanoUsd?(model: string | undefined): number | undefined;
  /** Which changes the request can take; a call that cannot be changed is admitted or refused. */
  readonly edits: readonly (keyof CallEdit)[];
}
