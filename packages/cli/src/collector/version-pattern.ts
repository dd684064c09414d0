// SPDX-License-Identifier: Apache-2.0

/**
 * A pattern for versions of a range of the dialect table, `>=0 <A.B.C`: RE2 has no comparison, but numbers below a small
 * one can be written down.
 *
 * @throws {TypeError} For a range of another form.
 */
export function versionPattern(range: string): string {
  const [, major, minor, patch] = /^>=0 <(\d+)\.(\d+)\.(\d+)$/.exec(range) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) {
    throw new TypeError(`versions: got ${range}, expected >=0 <A.B.C`);
  }
  const below = [
    ...numbersBelow(major, (lower) => `${lower}\\.`),
    ...numbersBelow(minor, (lower) => `${major}\\.${lower}(?:\\.|$)`),
    ...numbersBelow(patch, (lower) => `${major}\\.${minor}\\.${lower}(?:\\D|$)`),
  ];
  return `^v?(?:${below.join("|")})`;
}

function numbersBelow(limit: string, pattern: (lower: string) => string): readonly string[] {
  const lower = Array.from({ length: Number(limit) }, (_, index) => index);
  return lower.length === 0 ? [] : [pattern(`(?:${lower.join("|")})`)];
}
