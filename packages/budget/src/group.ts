// SPDX-License-Identifier: Apache-2.0
import type { CallFindings } from "./call.ts";
import type { BudgetDefinition } from "./definition.ts";
import { attributeText } from "./match.ts";
import type { CallAttributes } from "./match.ts";

/** What a dimension is read from. */
export interface GroupSource {
  readonly attributes: CallAttributes;
  /** Trace the call belongs to. */
  readonly traceId?: string | undefined;
  /** The call itself, for budgets of one call. */
  readonly callId?: string | undefined;
  /** What was found out about it. */
  readonly findings?: CallFindings | undefined;
}

/** One name a budget's counters are told apart by. */
export interface Dimension {
  readonly name: string;
  /** The value of a call; `undefined` when the call is in no trace, session or run and so does not count. */
  readonly read: (source: GroupSource) => string | undefined;
}

/** Group of calls that lack a `groupBy` attribute. */
const NO_GROUP = "(none)";
/** Group of all calls past `maxGroups`. */
const OTHER_GROUP = "(other)";
/** Key of the group of all calls past `maxGroups`. No call has it: an empty attribute value counts as absent. */
export const OTHER_KEY = "";

const MAX_VALUE_LENGTH = 128;
const KEPT_LENGTH = 96;
const MAX_HASHED_LENGTH = 16_384;

/** What a budget or a breaker lasts for, by its name. */
export const SCOPE_DIMENSIONS: Readonly<Record<"trace" | "session" | "run" | "call", Dimension>> = {
  trace: { name: "trace_id", read: ({ traceId }) => attributeText(traceId) },
  session: {
    name: "session.id",
    read: ({ attributes }) => attributeText(attributes["session.id"] ?? attributes["gen_ai.conversation.id"]),
  },
  // An agent run without an id of its own is one trace.
  run: {
    name: "outlay.run.id",
    read: ({ attributes, traceId }) => attributeText(attributes["outlay.run.id"]) ?? attributeText(traceId),
  },
  call: { name: "outlay.call.id", read: ({ callId }) => attributeText(callId) },
};

/** The dimensions of a budget: the scope its window lasts for, then its `groupBy` attributes. */
export function dimensionsOf({ groupBy = [], window }: BudgetDefinition): readonly Dimension[] {
  const scope = typeof window === "object" && "per" in window ? [SCOPE_DIMENSIONS[window.per]] : [];
  const attributes = groupBy.map((name) => ({
    name,
    read: ({ attributes }: GroupSource) => attributeText(attributes[name]) ?? NO_GROUP,
  }));
  return [...scope, ...attributes];
}

/**
 * Builds the key of the counter a call adds to.
 *
 * Unambiguous for any value (each is led by its length when there are several), and of bounded length: long values are
 * cut and told apart by a hash.
 *
 * @returns `undefined` when the call is outside the scope the budget lasts for.
 */
export function groupKeyOf(dimensions: readonly Dimension[], source: GroupSource): string | undefined {
  const [only] = dimensions;
  if (only === undefined) return "";
  if (dimensions.length === 1) return boundedValue(only.read(source));
  let key = "";
  for (const dimension of dimensions) {
    const value = boundedValue(dimension.read(source));
    if (value === undefined) return undefined;
    key += `${value.length}:${value}`;
  }
  return key;
}

/** Tells whether a group has this value from its calls, and not from their lack of one. */
export function isNamedValue(value: string): boolean {
  return value !== NO_GROUP && value !== OTHER_GROUP;
}

/** Builds the key of a group from its values; a dimension left out is `(none)`. */
export function groupKeyFromGroup(dimensions: readonly Dimension[], group: Readonly<Record<string, string>>): string {
  const named = dimensions.map(({ name }) => ({ name, read: () => attributeText(group[name]) ?? NO_GROUP }));
  return groupKeyOf(named, { attributes: group }) ?? "";
}

/** Reads back the values a key was built of, by dimension name. */
export function groupFromKey(dimensions: readonly Dimension[], key: string): Readonly<Record<string, string>> {
  if (key === OTHER_KEY) return Object.fromEntries(dimensions.map(({ name }) => [name, OTHER_GROUP]));
  const values = dimensions.length === 1 ? [key] : splitKey(key);
  return Object.fromEntries(dimensions.map(({ name }, index) => [name, values[index] ?? NO_GROUP]));
}

function splitKey(key: string): string[] {
  const values: string[] = [];
  for (let position = 0; position < key.length;) {
    const start = key.indexOf(":", position) + 1;
    const length = Number(key.slice(position, start - 1));
    // Not a key that was built here: what is left of it is one value.
    if (start === 0 || !(length >= 0)) return [...values, key.slice(position)];
    position = start + length;
    values.push(key.slice(start, position));
  }
  return values;
}

function boundedValue(value: string | undefined): string | undefined {
  if (value === undefined || value.length <= MAX_VALUE_LENGTH) return value;
  return `${value.slice(0, KEPT_LENGTH)}…${hash(value.slice(0, MAX_HASHED_LENGTH))}${value.length}`;
}

/** 64 bits of FNV-1a in two lanes. Values that collide on purpose only share a counter with themselves. */
function hash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return ((low >>> 0) * 0x100000 + ((high >>> 0) & 0xfffff)).toString(36);
}
