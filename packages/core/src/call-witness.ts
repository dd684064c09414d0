// SPDX-License-Identifier: Apache-2.0
import { createContextKey } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";

const WITNESS_KEY = createContextKey("@outlay/core call witness");

/** Learns whether a provider call is made inside of a context: what a framework reports itself is then no bill. */
export interface CallWitness {
  /** Is set by the first call, when it starts. */
  hasSeenCall: boolean;
}

/** A context whose calls a witness learns of. An inner witness keeps them from an outer one. */
export function contextWithWitness(source: Context, witness: CallWitness): Context {
  return source.setValue(WITNESS_KEY, witness);
}

/** The witness of a context. */
export function activeWitness(source: Context): CallWitness | undefined {
  return source.getValue(WITNESS_KEY) as CallWitness | undefined;
}
