// SPDX-License-Identifier: Apache-2.0

const NOTHING: object = Object.freeze({});
const NO_ITEMS: readonly unknown[] = Object.freeze([]);

/**
 * The fields of something a vendor sent: an object's own, and none of anything else.
 *
 * @typeParam Shape - Names of the fields that are read; all of type `unknown`, since nobody has checked them.
 */
export function fieldsOf<Shape extends { readonly [Name in keyof Shape]: unknown }>(value: unknown): Partial<Shape> {
  return typeof value === "object" && value !== null ? value : NOTHING;
}

/** The value if it is a string with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value if it is a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The value if it is an array, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_ITEMS;
}
