// SPDX-License-Identifier: Apache-2.0
import { stringify } from "yaml";

import type { StatementGroup } from "./ottl.ts";
import type { PriceMap } from "./price-map.ts";
import type { RulesFile } from "./rules/rules-file.ts";

/** One file of a Collector's configuration. */
export interface CollectorFile {
  /** Relative to the folder that is written to; `/` between parts. */
  readonly path: string;
  readonly text: string;
}

/** What files are written from. */
export interface CollectorSource {
  readonly prices: PriceMap;
  readonly tableVersion: string;
  /** ISO date of the table. */
  readonly tableDate: string;
  /** Attributes that metrics carry as labels, beside the usual ones. */
  readonly metricAttributes: readonly string[];
  /** Prometheus' rules for the budgets of the configuration. */
  readonly rules: RulesFile;
}

/** A part of a file under a comment that says what it is for. */
export interface Section {
  readonly comment: string;
  readonly value: Readonly<Record<string, unknown>>;
}

const WIDTH = 118;

/** A YAML file of sections; the same sections give the same bytes. */
export function yamlText(head: string, sections: readonly Section[]): string {
  const parts = sections.map(
    ({ comment, value }) => `${commented(comment)}${stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })}`,
  );
  return `# SPDX-License-Identifier: Apache-2.0\n${commented(head)}\n${parts.join("\n")}`;
}

function commented(text: string): string {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "#";
    for (const word of paragraph.split(" ")) {
      if (line.length + word.length + 1 > WIDTH) {
        lines.push(line);
        line = "#";
      }
      line += ` ${word}`;
    }
    lines.push(line.trimEnd());
  }
  return `${lines.join("\n")}\n`;
}

/** Statements as the Collector's configuration wants them: there a dollar sign begins a variable, unless it is doubled. */
export function configured(groups: readonly StatementGroup[]): readonly StatementGroup[] {
  return groups.map(({ conditions, statements, ...group }) => ({
    ...group,
    ...(conditions !== undefined && { conditions: conditions.map(doubleDollars) }),
    statements: statements.map(doubleDollars),
  }));
}

function doubleDollars(statement: string): string {
  return statement.replaceAll(/\$(?!\{(?:file|env):)/g, "$$$$");
}
