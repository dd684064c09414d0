// SPDX-License-Identifier: Apache-2.0
import type { WireBytes, WireKeyValue, WireLong, WireResource, WireScope, WireValue } from "./otlp-json.ts";
import type { Attributes, AttributeValue, Scope } from "./records.ts";

/** Attributes as a plain object, in the order they came. */
export function attributesFrom(pairs: readonly WireKeyValue[] = []): Attributes {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, valueFrom(value)]));
}

type Reader<Key extends keyof WireValue> = (value: NonNullable<WireValue[Key]>) => AttributeValue;

/** How each kind of value is read. */
const READERS: { readonly [Key in keyof WireValue]-?: Reader<Key> } = {
  stringValue: (value) => value,
  boolValue: (value) => value,
  intValue: integerFrom,
  doubleValue: Number,
  arrayValue: ({ values = [] }) => values.map(valueFrom),
  kvlistValue: ({ values }) => attributesFrom(values),
  bytesValue: bytesFrom,
};

/** A value in its JavaScript type; `null` when it is empty. */
export function valueFrom(value: WireValue | undefined): AttributeValue {
  for (const [kind, content] of Object.entries(value ?? {})) {
    const read = READERS[kind as keyof WireValue] as ((content: unknown) => AttributeValue) | undefined;
    if (read) return read(content);
  }
  return null;
}

/** The scope with its defaults filled in. */
export function scopeFrom(scope: WireScope | undefined): Scope {
  return { name: scope?.name ?? "", version: scope?.version ?? "", attributes: attributesFrom(scope?.attributes) };
}

/** The resource's attributes. */
export function resourceFrom(resource: WireResource | undefined): Attributes {
  return attributesFrom(resource?.attributes);
}

/** A time; 0 when absent. */
export function nanosFrom(value: WireLong | undefined): bigint {
  return BigInt(value ?? 0);
}

/** An id as lower-case hex; undefined when empty. */
export function idFrom(id: WireBytes | undefined): string | undefined {
  const hex = typeof id === "string" ? id.toLowerCase() : Buffer.from(id ?? []).toString("hex");
  return hex === "" ? undefined : hex;
}

/**
 * An id that must be there.
 *
 * @throws {TypeError} When it is absent or not hex of the given length.
 */
export function requiredId(name: string, id: WireBytes | undefined, hexLength: number): string {
  const hex = idFrom(id);
  if (hex === undefined || hex.length !== hexLength || !/^[0-9a-f]+$/.test(hex)) {
    throw new TypeError(`${name}: expected ${hexLength} hex digits, got ${hex ?? "nothing"}`);
  }
  return hex;
}

function integerFrom(value: WireLong): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}

function bytesFrom(value: WireBytes): Uint8Array {
  return typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : new Uint8Array(value);
}
