// SPDX-License-Identifier: Apache-2.0
import type { BudgetDefinition } from "@outlay/budget";

import { labelName } from "./prometheus-names.ts";
import { quoted } from "./rule.ts";

/** Attributes, each with one of its values. */
export type Match = NonNullable<BudgetDefinition["match"]>;

/** Writes what all of some matches fit as label matchers: `{team_id="a",gen_ai_response_model=~"claude-.*"}`. */
export function selectorOf(...matches: readonly (Match | undefined)[]): string {
  const matchers = matches.flatMap((match) =>
    Object.entries(match ?? {}).map(([name, values]) => `${labelName(name)}${comparison(values)}`),
  );
  return matchers.length === 0 ? "" : `{${matchers.join(",")}}`;
}

function comparison(values: Match[string]): string {
  const texts = [values].flat().map(String);
  const [only = ""] = texts;
  if (texts.length === 1 && !only.includes("*")) return `=${quoted(only)}`;
  return `=~${quoted(texts.map(patternOf).join("|"))}`;
}

/** An attribute that is absent is an empty label, which `*` must not fit. */
function patternOf(glob: string): string {
  if (/^\*+$/.test(glob)) return ".+";
  return glob
    .split("*")
    .map((piece) => piece.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
}
