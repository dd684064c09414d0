// SPDX-License-Identifier: Apache-2.0
import type { BudgetDefinition, MatchValue } from "./definition.ts";

/** Attributes of a call by their OpenTelemetry names; anything but text, numbers, booleans and lists of them is ignored. */
export type CallAttributes = Readonly<Record<string, unknown>>;

type Test = (text: string) => boolean;

/**
 * Turns `match` into one predicate: all attributes must fit, each with one of its values. An attribute that is a list
 * fits when one of its items does; an absent one never fits, not even `*`.
 */
export function compileMatch(match: BudgetDefinition["match"]): (attributes: CallAttributes) => boolean {
  const tests = Object.entries(match ?? {}).map(([name, values]) => ({ name, fits: anyOf(values) }));
  return (attributes) => tests.every(({ name, fits }) => attributeTexts(attributes[name]).some((text) => fits(text)));
}

function anyOf(values: MatchValue | readonly MatchValue[]): Test {
  const tests = [values].flat().map((value) => compileGlob(String(value)));
  return (text) => tests.some((test) => test(text));
}

/** The pieces between stars, found one after another: linear where a regular expression can backtrack for minutes. */
function compileGlob(pattern: string): Test {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let position = first.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, position);
      if (found < 0) return false;
      position = found + piece.length;
    }
    return text.length - last.length >= position && text.endsWith(last);
  };
}

const NOTHING: readonly string[] = [];

/** An attribute's value as text, one for each item of a list; empty when there is nothing that can be compared. */
function attributeTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => attributeText(item) ?? NOTHING);
  const text = attributeText(value);
  return text === undefined ? NOTHING : [text];
}

/** One value as text; `undefined` for an absent, empty or structured one. */
export function attributeText(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
