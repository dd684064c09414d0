// SPDX-License-Identifier: Apache-2.0

/** Tells whether a version of an SDK is another one or a later one: `isSince("1.52.0", "1.9")`. */
export function isSince(number: string, other: string): boolean {
  return number.localeCompare(other, "en", { numeric: true }) >= 0;
}
