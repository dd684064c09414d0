// SPDX-License-Identifier: Apache-2.0

/** The generated parts of a Markdown file, by the name in their marks. */
export type Sections = Readonly<Record<string, string>>;

const SECTION = /(<!-- generated: ([\w-]+) -->\n).*?(<!-- \/generated -->)/gs;

/**
 * Puts text between `<!-- generated: NAME -->` and `<!-- /generated -->`.
 *
 * @throws {Error} If the marks of the file are not those of the sections: one of them would go stale unseen.
 */
export function fillSections(markdown: string, sections: Sections): string {
  const marked = [...markdown.matchAll(SECTION)].map(([, , name = ""]) => name).toSorted();
  const given = Object.keys(sections).toSorted();
  if (marked.join() !== given.join()) throw new Error(`marks for ${marked.join(", ")}, sections ${given.join(", ")}`);
  return markdown.replaceAll(SECTION, (_whole, open: string, name: string, close: string) => {
    return `${open}\n${(sections[name] ?? "").trim()}\n\n${close}`;
  });
}

/** Writes a Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
