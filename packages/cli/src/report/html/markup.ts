// SPDX-License-Identifier: Apache-2.0

/** Text that is HTML already. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

type Part = string | number | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** Control characters, halves of pairs, and what turns the direction of the text after it. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu;

/** A text as it stands in spans, without what nobody can see. */
export function visibleText(text: string): string {
  return text.replaceAll(UNSEEN, "\u{fffd}");
}

/** Makes HTML: every text put into it is escaped, for content and for quoted attributes. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, index) => (index === 0 ? text : written(parts[index - 1]) + text)).join(""));
}

function written(part: Part | undefined): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.html;
  if (typeof part === "object") return part.map(({ html }) => html).join("\n");
  return visibleText(String(part)).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
