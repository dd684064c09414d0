// SPDX-License-Identifier: Apache-2.0

/** Colours of the page's style sheet: it knows whether the page is read in light, in dark or on paper. */
export const COLOURS: readonly string[] = [
  "var(--c1)",
  "var(--c2)",
  "var(--c3)",
  "var(--c4)",
  "var(--c5)",
  "var(--c6)",
];
/** Parts of a bill, in tokens and in dollars. */
const PARTS = ["uncached_input", "cache_read", "cache_write", "output", "units"];

/** The colour of a series: a part of a bill has the same in every chart, others go by their place. */
export function colourOf(key: string, place: number): string | undefined {
  const part = PARTS.findIndex((name) => key.startsWith(`${name}_`));
  return COLOURS[part === -1 ? place : part];
}

/** Of texts. */
export const INK = "var(--ink)";
/** Of axes and their grid. */
export const LINE = "var(--line)";
/** Of amounts that are not sure. */
export const UNSURE = "var(--unsure)";

/** What all charts have in common. */
export const PLAIN = { animation: false, backgroundColor: "none", textStyle: { fontSize: 13, color: INK } } as const;

const GRAPHEMES = new Intl.Segmenter("en");

/** Cuts a name in its middle: what sets ids apart is at their ends. */
export function shortName(name: string, most: number): string {
  const characters = Array.from(GRAPHEMES.segment(name), ({ segment }) => segment);
  if (characters.length <= most) return name;
  const half = Math.floor((most - 1) / 2);
  return `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`;
}
