// SPDX-License-Identifier: Apache-2.0

/** One statement or condition of the OpenTelemetry Transformation Language. */
export type Ottl = string;

/** A group of statements of the transform processor, run for each span or scope that one of its conditions lets in. */
export interface StatementGroup {
  readonly context: "scope" | "span" | "datapoint";
  /** `silent` where a look-up that finds nothing is an error to OTTL; its log line would have the whole table in it. */
  readonly error_mode?: "silent";
  readonly conditions?: readonly Ottl[];
  readonly statements: readonly Ottl[];
}

/** Attribute under which a span carries what is known of its call from one group to the next; the last one takes it off. */
export const NOTES = "outlay.notes";
/** Likewise for the scope: who emits such spans. */
export const SPEAKER = "outlay.speaker";

/** A text as OTTL writes it. */
export function quoted(text: string): Ottl {
  return JSON.stringify(text);
}

/** An attribute of the span. */
export function attribute(name: string): Ottl {
  return `span.attributes[${quoted(name)}]`;
}

/** A note on the span, or something inside one. */
export function note(...path: readonly string[]): Ottl {
  return attribute(NOTES) + path.map((key) => `[${quoted(key)}]`).join("");
}

/** Something that only the statements of the same group see. */
export function local(name: string): Ottl {
  return `span.cache[${quoted(name)}]`;
}

/** Sets a value; where a condition is given, only if it holds. Setting what is not there changes nothing. */
export function set(target: Ottl, value: Ottl, where?: Ottl): Ottl {
  return `set(${target}, ${value})${where === undefined ? "" : ` where ${where}`}`;
}

/** The first of several values that is there. */
export function first(values: readonly Ottl[]): Ottl {
  const [only = "nil"] = values;
  return values.length < 2 ? only : `Coalesce([${values.join(", ")}])`;
}

/** A table in the statement itself: OTTL builds it once, when the Collector starts. */
export function lookUp(table: Ottl | Readonly<Record<string, unknown>>, ...keys: readonly Ottl[]): Ottl {
  const literal = typeof table === "string" ? table : JSON.stringify(table);
  return `Coalesce([${literal}])${keys.map((key) => `[${key}]`).join("")}`;
}

/** Any of several conditions. */
export function anyOf(conditions: readonly Ottl[]): Ottl {
  return conditions.length === 1 ? (conditions[0] ?? "") : `(${conditions.join(" or ")})`;
}

/** All of several conditions. */
export function allOf(conditions: readonly Ottl[]): Ottl {
  return conditions.join(" and ");
}

/** Whether something is there. */
export function isThere(value: Ottl): Ottl {
  return `${value} != nil`;
}

/** Whether something is missing. */
export function isMissing(value: Ottl): Ottl {
  return `${value} == nil`;
}
