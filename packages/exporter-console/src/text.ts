// SPDX-License-Identifier: Apache-2.0

/** Also the marks that turn the direction of text around; not the joiner inside of emoji. */
const CONTROL = /(?:[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?!\u200d)\p{Cf})+/gu;
const PLAIN = /^[\u0020-\u007e\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u259f]*$/;
const ZERO_WIDTH = /^[\p{M}]/u;
const WIDE =
  /^[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
let segmenter: Intl.Segmenter | undefined;

/** Made with the first text that needs it: loading the locale data takes longer than loading this package. */
function graphemes(text: string): Intl.Segments {
  return (segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" })).segment(text);
}

/** One line of text that moves no cursor and changes no colour, whatever a span was named. */
export function singleLine(text: string): string {
  return text.replace(CONTROL, " ").trim();
}

/** Columns that text takes on a terminal. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes(text)) width += graphemeWidth(segment);
  return width;
}

/** Cuts text to a width, with an ellipsis in place of what is lost. */
export function truncate(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = displayWidth(ellipsis);
  if (used > width) return "";
  for (const { segment } of graphemes(text)) {
    used += graphemeWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return kept + ellipsis;
}

function graphemeWidth(grapheme: string): number {
  if (ZERO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) || grapheme.includes("\ufe0f") ? 2 : 1;
}
