// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "./script.ts";

/** Whether a value is an object with keys: not null, not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lays `over` on `base`: objects merge key by key, everything else (also `null`) replaces. Neither is changed. */
export function overlay(base: JsonObject, over: JsonObject | undefined): JsonObject {
  if (!over) return base;
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isObject(below) && isObject(value) ? overlay(below, value) : value;
  }
  return merged;
}

const INFINITY_MARK = "@@infinity@@";

/**
 * Serialises like `JSON.stringify`, except that infinities become `1e999` and `-1e999`,
 * the only spelling of a non-finite number that JSON parsers accept.
 */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (item === Infinity) return INFINITY_MARK;
    return item === -Infinity ? `-${INFINITY_MARK}` : item;
  });
  return text.replaceAll(/"(-?)@@infinity@@"/g, "$11e999");
}
