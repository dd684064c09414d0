// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { SCOPE_NAMES } from "@outlay/semconv";

const OURS = new Map(
  Object.entries(SCOPE_NAMES).flatMap(([ours, theirs]) => theirs.map((name): [string, string] => [name, ours])),
);

/** A span's attributes with the user, session and conversation of other dialects also under our names. */
export function withScopeNames(attributes: Attributes): Attributes {
  let named = attributes;
  for (const name in attributes) {
    const ours = OURS.get(name);
    if (ours === undefined || attributes[ours] !== undefined) continue;
    const theirs = SCOPE_NAMES[ours]?.find((candidate) => attributes[candidate] !== undefined);
    if (theirs !== name) continue;
    if (named === attributes) named = { ...attributes };
    named[ours] = attributes[name];
  }
  return named;
}
