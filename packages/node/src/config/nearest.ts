// SPDX-License-Identifier: Apache-2.0

/**
 * Finds the name that was probably meant.
 *
 * Case, `-` and `_` do not count, so that `streamUsage` finds `stream_usage`.
 *
 * @returns The closest candidate within one edit for every three letters (at least one), or `undefined`.
 */
export function nearest<Name extends string>(name: string, candidates: readonly Name[]): Name | undefined {
  const wanted = plain(name);
  let best: Name | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Longer than any name there is: a megabyte of nonsense as a key must not cost a second. */
const MAX_NAME_LENGTH = 64;

function plain(name: string): string {
  return name.slice(0, MAX_NAME_LENGTH).toLowerCase().replaceAll(/[-_]/g, "");
}

/** Letters to insert, delete, replace, or swap with the next one, from one word to the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
