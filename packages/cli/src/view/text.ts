// SPDX-License-Identifier: Apache-2.0

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;
/** Longer than any name there is. */
const LONGEST_NAME = 200;
/** Longer than any sentence of ours, with a name in it. */
export const LONGEST_SENTENCE: number = 1000;

/** A name from a file on one line: nothing in it moves the cursor or changes a colour. */
export function oneLine(text: string, longest: number = LONGEST_NAME): string {
  return text.replace(CONTROL, " ").trim().slice(0, longest);
}

/** Breaks text between words into lines of a width; a longer word, as a URL, stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width || line === "") {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
}

/** Text under a heading to its left: the first line beside it, the others below each other. */
export function hanging(heading: string, text: string, columns: number): string {
  const indent = " ".repeat(heading.length);
  return wrap(text, columns - heading.length)
    .map((line, index) => (index === 0 ? heading : indent) + line)
    .join("\n");
}
