// SPDX-License-Identifier: Apache-2.0
import type { OutlayConfig } from "./outlay-config.ts";

type Layer<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]?: Layer<Value[Key]> | undefined }
    : Value;

/** Part of a configuration: what one source says, and nothing about the rest. */
export type ConfigLayer = Layer<OutlayConfig>;

/** Puts one layer over another: objects key by key, lists and plain values as a whole. */
export function mergeLayers<Base extends ConfigLayer>(base: Base, over: ConfigLayer): Base {
  return merge(base, over) as Base;
}

function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  const added = Object.keys(over).filter((key) => over[key] !== undefined && !Object.hasOwn(base, key));
  const keys = [...Object.keys(base), ...added];
  return Object.fromEntries(keys.map((key) => [key, merge(base[key], over[key])]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Freezes a configuration to its leaves. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
