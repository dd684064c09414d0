// SPDX-License-Identifier: Apache-2.0

/** Copies the fields that are known: a field that is not stays absent, as every optional field of a fact does. */
export function assignKnown<T extends object>(
  target: T,
  values: { readonly [Key in keyof T]?: T[Key] | undefined },
): void {
  for (const key in values) {
    const value = values[key];
    if (value !== undefined) target[key] = value;
  }
}
