// SPDX-License-Identifier: Apache-2.0
import type { RepeatDefinition } from "./definition.ts";

/** One tool call of a conversation, as a request repeats it. */
export interface RepeatedCall {
  readonly name: string;
  /** JSON text, or the value. */
  readonly input: unknown;
  readonly result?: unknown;
}

/** Arguments are compared as written apart from order and spacing; deeper than this they are compared as text. */
const MAX_DEPTH = 32;

/**
 * What makes two calls of a tool the same: its name and what of its arguments counts, in canonical JSON.
 *
 * @returns `undefined` for a tool that never counts.
 */
export function callKey(call: RepeatedCall, { tools = {}, ignoreArgs = [] }: RepeatDefinition): string | undefined {
  const rule = Object.hasOwn(tools, call.name) ? tools[call.name] : undefined;
  if (rule === false) return undefined;
  const input = valueOf(call.input);
  const counts = rule === undefined ? input : pick(input, rule.key);
  return `${call.name}(${canonical(counts, new Set(ignoreArgs), 0)})`;
}

/** The same for what came back. */
export function resultKey(call: RepeatedCall, { ignoreArgs = [] }: RepeatDefinition): string {
  return canonical(valueOf(call.result), new Set(ignoreArgs), 0);
}

/** Models write arguments as JSON text; what is not JSON is taken as it is. */
function valueOf(input: unknown): unknown {
  if (typeof input !== "string") return input;
  try {
    return JSON.parse(input) as unknown;
  } catch {
    return input;
  }
}

function pick(input: unknown, names: readonly string[]): unknown {
  if (typeof input !== "object" || input === null) return input;
  return Object.fromEntries(names.map((name) => [name, Reflect.get(input, name)]));
}

function canonical(value: unknown, ignored: ReadonlySet<string>, depth: number): string {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, ignored, depth + 1)).join(",")}]`;
  const fields = Object.entries(value)
    .filter(([name, field]) => !ignored.has(name) && field !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field, ignored, depth + 1)}`);
  return `{${fields.join(",")}}`;
}
