// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { ATTRIBUTE_FAMILIES } from "@outlay/semconv";
import type { AttributeFamily, Dialect, JsonSource, TextFact } from "@outlay/semconv";

/** Longer JSON is left alone: it is somebody's content, and parsing it would hold the program up. */
const MAX_JSON_CHARACTERS = 65_536;

type Fact = keyof JsonSource["facts"];

/** What a span says of a call, by fact and unchecked. */
export type RawFacts = { [Name in Fact]?: unknown };

const TEXT_FACTS: ReadonlySet<string> = new Set<TextFact>([
  "model",
  "responseModel",
  "responseId",
  "provider",
  "serviceTier",
]);

/** Which facts an attribute can tell, by its name: a span has fewer attributes than a family has names. */
type FamilyIndex = ReadonlyMap<string, readonly (keyof AttributeFamily)[]>;

const INDEXES = new Map(Object.entries(ATTRIBUTE_FAMILIES).map(([name, family]) => [name, indexOf(family)]));

function indexOf(family: AttributeFamily): FamilyIndex {
  const index = new Map<string, (keyof AttributeFamily)[]>();
  for (const fact of Object.keys(family) as (keyof AttributeFamily)[]) {
    for (const name of family[fact]) index.set(name, [...(index.get(name) ?? []), fact]);
  }
  return index;
}

/** Reads every fact under the names of the span's dialect, and what no name tells from its JSON. */
export function readFacts(attributes: Attributes, dialect: Dialect): RawFacts {
  const family: AttributeFamily = ATTRIBUTE_FAMILIES[dialect.family];
  const index = INDEXES.get(dialect.family);
  const facts: RawFacts = {};
  for (const name in attributes) {
    for (const fact of index?.get(name) ?? NO_FACTS) {
      // Told under two names: the family's order decides, not the span's.
      facts[fact] =
        facts[fact] === undefined ? valueOf(attributes, [name], fact) : valueOf(attributes, family[fact], fact);
    }
  }
  for (const source of dialect.json ?? NO_SOURCES) addFromJson(facts, attributes[source.attribute], source);
  return facts;
}

const NO_FACTS: readonly (keyof AttributeFamily)[] = [];
const NO_SOURCES: readonly JsonSource[] = [];

function valueOf(attributes: Attributes, names: readonly string[], fact: keyof AttributeFamily): unknown {
  return TEXT_FACTS.has(fact) ? text(attributes, names) : first(attributes, names);
}

/** The first of several attributes that is a text. */
export function text(attributes: Attributes, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

function first(attributes: Attributes, names: readonly string[]): unknown {
  for (const name of names) {
    const value = attributes[name];
    if (value !== undefined) return value;
  }
  return undefined;
}

function addFromJson(facts: RawFacts, json: unknown, source: JsonSource): void {
  if (typeof json !== "string" || json.length > MAX_JSON_CHARACTERS) return;
  const wanted = (Object.keys(source.facts) as Fact[]).filter((fact) => facts[fact] === undefined);
  if (wanted.length === 0) return;
  const value = parsed(json);
  for (const fact of wanted) {
    const found = source.facts[fact]
      ?.map((path) => at(value, path))
      .find((item) => item !== undefined && item !== null);
    if (found !== undefined) facts[fact] = found;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return found;
}
