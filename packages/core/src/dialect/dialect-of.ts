// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { ATTRIBUTE_FAMILIES, DIALECTS } from "@outlay/semconv";
import type { AttributeFamily, Dialect } from "@outlay/semconv";

import type { Operation } from "../operation.ts";

const MAX_REMEMBERED_SCOPES = 256;
const byScope = new Map<string, Dialect | undefined>();

/**
 * Finds who emitted a span: by instrumentation scope, and for unknown scopes by the family of attributes that the
 * span carries. Never by one attribute name beside another.
 *
 * @returns `undefined` when nobody that Outlay understands writes such spans.
 */
export function dialectOf(scope: string, attributes: Attributes): Dialect | undefined {
  if (!byScope.has(scope)) {
    if (byScope.size >= MAX_REMEMBERED_SCOPES) byScope.clear();
    byScope.set(
      scope,
      DIALECTS.find((dialect) => dialect.scopes.some((pattern) => matches(pattern, scope))),
    );
  }
  return byScope.get(scope) ?? DIALECTS.find((dialect) => speaks(ATTRIBUTE_FAMILIES[dialect.family], attributes));
}

function speaks(family: AttributeFamily, attributes: Attributes): boolean {
  return [...family.input, ...family.output].some((name) => attributes[name] !== undefined);
}

function matches(pattern: string, scope: string): boolean {
  return pattern.endsWith("*") ? scope.startsWith(pattern.slice(0, -1)) : scope === pattern;
}

/** Tells whether the emitter that an operation was read from records the conventions' client metrics itself. */
export function recordsOwnMetrics({ source }: Operation): boolean {
  return DIALECTS.find(({ name }) => name === source.dialect)?.recordsMetrics ?? true;
}
