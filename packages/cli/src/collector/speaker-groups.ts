// SPDX-License-Identifier: Apache-2.0
import { ATTRIBUTE_FAMILIES, DIALECTS, GEN_AI_DIALECT } from "@outlay/semconv";
import type { AttributeFamily, Dialect } from "@outlay/semconv";

import { allOf, anyOf, attribute, isMissing, isThere, lookUp, note, quoted, set, SPEAKER } from "./ottl.ts";
import type { Ottl, StatementGroup } from "./ottl.ts";
import { versionPattern } from "./version-pattern.ts";

const SCOPE_SPEAKER = `scope.attributes[${quoted(SPEAKER)}]`;

/** What later groups ask of a dialect; what is usual is left out, so that a note stays small. */
export function speakerRecord(dialect: Dialect): Readonly<Record<string, unknown>> {
  const { family, cache, reasoning, provider, json, losesCache, losesReasoning, unnamedOperation, marker } = dialect;
  return {
    name: dialect.name,
    family,
    ...(cache !== "inside" && { cache }),
    ...(reasoning !== "inside" && { reasoning }),
    ...(provider !== undefined && { provider }),
    ...(json !== undefined && { json: json.map((source) => source.attribute).join() }),
    ...(losesCache === true && { loses_cache: true }),
    ...(losesReasoning === true && { loses_reasoning: true }),
    ...(unnamedOperation !== undefined && marker === undefined && { unnamed: unnamedOperation }),
  };
}

/** The literal of a record in OTTL. */
function recordOf(dialect: Dialect): Ottl {
  return JSON.stringify(speakerRecord(dialect));
}

function isExact(pattern: string): boolean {
  return !pattern.endsWith("*");
}

/** Whether the name of the scope fits a pattern of the table. */
export function scopeFits(pattern: string): Ottl {
  return isExact(pattern)
    ? `scope.name == ${quoted(pattern)}`
    : `HasPrefix(scope.name, ${quoted(pattern.slice(0, -1))})`;
}

/** Who emits the spans of a scope, by its name and version: asked once for all of its spans. */
export function speakerOfScope(): StatementGroup {
  const plain = DIALECTS.filter(({ marker }) => marker === undefined);
  const versioned = plain.flatMap((dialect) =>
    dialect.versions === undefined
      ? []
      : dialect.scopes.map((pattern) => {
          const fits = `IsMatch(scope.version, ${quoted(versionPattern(dialect.versions ?? ""))})`;
          return set(SCOPE_SPEAKER, recordOf(dialect), allOf([scopeFits(pattern), fits]));
        }),
  );
  const lasting = plain.filter(({ versions }) => versions === undefined);
  const exact = Object.fromEntries(
    lasting
      .flatMap((dialect) => dialect.scopes.filter(isExact).map((name) => [name, speakerRecord(dialect)] as const))
      .toReversed(),
  );
  const prefixed = lasting.flatMap((dialect) =>
    dialect.scopes
      .filter((pattern) => !isExact(pattern))
      .map((pattern) => set(SCOPE_SPEAKER, recordOf(dialect), allOf([isMissing(SCOPE_SPEAKER), scopeFits(pattern)]))),
  );
  return {
    context: "scope",
    error_mode: "silent",
    conditions: [`scope.name != ""`],
    statements: [...versioned, set(SCOPE_SPEAKER, lookUp(exact, "scope.name"), isMissing(SCOPE_SPEAKER)), ...prefixed],
  };
}

/** Who emitted a span: as its scope says, unless a marker says more; for unknown scopes by the family of its counts. */
export function speakerStatements(): readonly Ottl[] {
  const speaker = note("speaker");
  const marked = DIALECTS.filter(({ marker, scopes }) => marker !== undefined && scopes.length > 0).toReversed();
  return [
    set(speaker, SCOPE_SPEAKER),
    ...marked.map((dialect) =>
      set(
        speaker,
        recordOf(dialect),
        allOf([isThere(attribute(dialect.marker ?? "")), anyOf(dialect.scopes.map(scopeFits))]),
      ),
    ),
    ...DIALECTS.filter(({ anyScope }) => anyScope).map((dialect) =>
      set(speaker, recordOf(dialect), familyFits(dialect)),
    ),
    set(speaker, recordOf(GEN_AI_DIALECT), isMissing(speaker)),
  ];
}

function familyFits({ family, marker }: Dialect): Ottl {
  const { input, output }: AttributeFamily = ATTRIBUTE_FAMILIES[family];
  const counts = anyOf([...input, ...output].map((name) => isThere(attribute(name))));
  const marks = marker === undefined ? [] : [isThere(attribute(marker))];
  return allOf([isMissing(note("speaker")), ...marks, counts]);
}
