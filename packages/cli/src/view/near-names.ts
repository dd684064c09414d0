// SPDX-License-Identifier: Apache-2.0

/** Longer than any name there is. */
const MAX_NAME_LENGTH = 80;
/** Names are near when they share this much of their pairs of letters. */
const LEAST_LIKENESS = 0.45;

/**
 * Finds names like one that is unknown, most alike first: by the pairs of letters they share (Dice's coefficient), which
 * finds swapped and missing words as well as slips of the pen.
 */
export function nearNames(name: string, candidates: Iterable<string>, most: number): readonly string[] {
  const wanted = pairs(name);
  const near: { readonly candidate: string; readonly likeness: number }[] = [];
  for (const candidate of candidates) {
    const likeness = diceCoefficient(wanted, pairs(candidate));
    if (likeness >= LEAST_LIKENESS) near.push({ candidate, likeness });
  }
  return near
    .toSorted((a, b) => b.likeness - a.likeness || a.candidate.length - b.candidate.length)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

function pairs(name: string): ReadonlySet<string> {
  const plain = ` ${name.slice(0, MAX_NAME_LENGTH).toLowerCase()} `;
  return new Set(Array.from({ length: plain.length - 1 }, (_, index) => plain.slice(index, index + 2)));
}

function diceCoefficient(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const pair of one) if (other.has(pair)) shared += 1;
  return (2 * shared) / (one.size + other.size);
}
