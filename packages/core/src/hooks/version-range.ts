// SPDX-License-Identifier: Apache-2.0

const RANGE = /^>=(\S+) <(\S+)$/;

/**
 * Tells whether a version lies in a range written `>=4.19.0 <8`; pre-releases count as their release.
 *
 * @throws {RangeError} If the range is not written that way: a mistake in our own tables.
 */
export function isVersionInRange(version: string, range: string): boolean {
  const bounds = RANGE.exec(range);
  if (bounds === null) throw new RangeError(`version range ${JSON.stringify(range)} is not of the form ">=A <B"`);
  return compare(version, bounds[1] ?? "") >= 0 && compare(version, bounds[2] ?? "") < 0;
}

function compare(left: string, right: string): number {
  const a = numbers(left);
  const b = numbers(right);
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  return (version.split(/[-+]/, 1)[0] ?? "").split(".").map(Number);
}
