// SPDX-License-Identifier: Apache-2.0

/** A log event, beside the spans of a call. */
export interface EmittedEvent {
  readonly name: string;
  readonly scope: string;
  /** Scope of the span that was active when it was emitted; absent when none of those recorded was. */
  readonly spanScope?: string;
  /** Names of its attributes, in order. */
  readonly attributes: readonly string[];
}

/** What became of one program that two instrumentations have watched. */
export interface PairOutcome {
  /** How many calls the provider has answered. */
  readonly requests: number;
  /** What these calls cost, as the script has it. */
  readonly truePicoUsd: number;
  readonly bills: readonly { readonly scope: string; readonly status: string; readonly picoUsd: number }[];
  /** The cost of each span that carries one, as its attribute says it. */
  readonly costsUsd: readonly number[];
  readonly scopes: readonly string[];
  readonly events: readonly EmittedEvent[];
}
