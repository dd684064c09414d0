// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "../structure/packages.ts";

const CODE = /^```.*?^```$|`[^`\n]*`/gms;
const LINK = /\]\(([^)\s]+)\)/g;
const HEADING = /^#{1,6} (.+)$/gm;
const ABSOLUTE = /^(?:https?|mailto):/;

/** Links of a Markdown file, from the root, that lead to no file or to no heading. */
export function brokenLinks(file: string): string[] {
  const markdown = readFileSync(join(ROOT, file), "utf8");
  const targets = [...markdown.replaceAll(CODE, "").matchAll(LINK)].map(([, target = ""]) => target);
  return targets.filter((target) => !ABSOLUTE.test(target) && !leadsSomewhere(file, target));
}

function leadsSomewhere(from: string, target: string): boolean {
  const [path = "", anchor] = target.split("#", 2);
  const file = path === "" ? from : join(dirname(from), path);
  if (!existsSync(join(ROOT, file))) return false;
  if (anchor === undefined) return true;
  const page = statSync(join(ROOT, file)).isDirectory() ? join(file, "README.md") : file;
  return existsSync(join(ROOT, page)) && anchorsOf(readFileSync(join(ROOT, page), "utf8")).has(anchor);
}

/** Anchors as GitHub makes them of headings: lower case, without punctuation, numbered when they repeat. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of markdown.replaceAll(/^```.*?^```$/gms, "").matchAll(HEADING)) {
    const slug = heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
