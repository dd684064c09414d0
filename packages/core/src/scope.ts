// SPDX-License-Identifier: Apache-2.0
import { context, createContextKey, propagation } from "@opentelemetry/api";
import type { Attributes, Context } from "@opentelemetry/api";

import { processState } from "./process-state.ts";

const SCOPE_KEY = createContextKey("@outlay/core scope");
const NO_ATTRIBUTES: Attributes = Object.freeze({});

/** Options of {@link withAttributes}. */
export interface WithAttributesOptions {
  /**
   * Names that also travel to other services in the W3C `baggage` header. Baggage is sent to whoever the
   * process calls, so nothing is put there unless named.
   */
  readonly baggage?: readonly string[];
}

/**
 * Runs a function with attributes that every span below it carries, and every budget below it can match.
 *
 * Nested calls add to and override the outer ones. Use the conventions' names where there are any:
 * `user.id`, `session.id`, `gen_ai.conversation.id`, `gen_ai.agent.name`; ours are `team.id` and `feature`.
 */
export function withAttributes<T>(attributes: Attributes, run: () => T, options: WithAttributesOptions = {}): T {
  const active = context.active();
  let next = contextWithScope(active, attributes);
  const merged = ownScope(next);
  if (options.baggage !== undefined) {
    let baggage = propagation.getBaggage(active) ?? propagation.createBaggage();
    for (const name of options.baggage) {
      const value = merged[name];
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
        baggage = baggage.setEntry(name, { value: String(value) });
      }
    }
    next = propagation.setBaggage(next, baggage);
  }
  return context.with(next, run);
}

/** A context whose calls carry some attributes more. */
export function contextWithScope(source: Context, attributes: Attributes): Context {
  return source.setValue(SCOPE_KEY, Object.freeze({ ...ownScope(source), ...attributes }));
}

/** The attributes that {@link withAttributes} and accepted baggage put on a context; frozen, possibly empty. */
export function scopeAttributes(source: Context = context.active()): Attributes {
  if (processState.baggageKeys.length === 0) return ownScope(source);
  const baggage = propagation.getBaggage(source);
  if (baggage === undefined) return ownScope(source);
  const merged: Attributes = {};
  for (const key of processState.baggageKeys) {
    const entry = baggage.getEntry(key);
    if (entry !== undefined) merged[key] = entry.value;
  }
  return Object.freeze(Object.assign(merged, ownScope(source)));
}

/**
 * Names the baggage entries that count as attributes when another service sends them; none by default, since
 * anybody who can call the process can write them.
 */
export function acceptBaggage(keys: readonly string[]): void {
  processState.baggageKeys = [...keys];
}

function ownScope(source: Context): Attributes {
  return (source.getValue(SCOPE_KEY) as Attributes | undefined) ?? NO_ATTRIBUTES;
}
