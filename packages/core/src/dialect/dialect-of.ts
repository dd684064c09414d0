// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { ATTRIBUTE_FAMILIES, DIALECTS } from "@outlay/semconv";
import type { AttributeFamily, Dialect } from "@outlay/semconv";

import { isVersionInRange } from "../hooks/version-range.ts";
import type { Operation } from "../operation.ts";

const MAX_REMEMBERED_SCOPES = 256;
const NOBODY: readonly Dialect[] = [];
const byScope = new Map<string, readonly Dialect[]>();
const byName = new Map(DIALECTS.map((dialect) => [dialect.name, dialect]));

/** Dialects of scopes that nobody knows, and the attributes that tell their family. */
const FOR_ANY_SCOPE = DIALECTS.filter(({ anyScope }) => anyScope).map((dialect) => {
  const { input, output }: AttributeFamily = ATTRIBUTE_FAMILIES[dialect.family];
  return { dialect, names: [...input, ...output] };
});

/** A span as far as telling its dialect goes. */
export interface SpokenSpan {
  readonly scope: string;
  readonly scopeVersion?: string | undefined;
  readonly attributes: Attributes;
}

/** The dialects that an instrumentation scope may speak. */
export function dialectsOfScope(scope: string): readonly Dialect[] {
  const known = byScope.get(scope);
  if (known !== undefined) return known;
  const found = DIALECTS.filter((dialect) => dialect.scopes.some((pattern) => matches(pattern, scope)));
  if (byScope.size >= MAX_REMEMBERED_SCOPES) byScope.clear();
  byScope.set(scope, found.length === 0 ? NOBODY : found);
  return found;
}

/**
 * Finds who emitted a span: by instrumentation scope, and for unknown scopes by the family of attributes that the
 * span carries. Never by one attribute name beside another.
 *
 * @returns `undefined` when nobody that Outlay understands writes such spans.
 */
export function dialectOf(span: SpokenSpan): Dialect | undefined {
  for (const dialect of dialectsOfScope(span.scope)) {
    if (fits(dialect, span)) return dialect;
  }
  for (const { dialect, names } of FOR_ANY_SCOPE) {
    if (names.some((name) => span.attributes[name] !== undefined) && fits(dialect, span)) return dialect;
  }
  return undefined;
}

/** Tells whether the emitter that an operation was read from records the conventions' client metrics itself. */
export function recordsOwnMetrics({ source }: Operation): boolean {
  return byName.get(source.dialect)?.recordsMetrics ?? true;
}

function fits({ marker, versions }: Dialect, { scopeVersion, attributes }: SpokenSpan): boolean {
  if (marker !== undefined && attributes[marker] === undefined) return false;
  return versions === undefined || (scopeVersion !== undefined && isVersionInRange(scopeVersion, versions));
}

function matches(pattern: string, scope: string): boolean {
  return pattern.endsWith("*") ? scope.startsWith(pattern.slice(0, -1)) : scope === pattern;
}
