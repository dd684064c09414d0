// SPDX-License-Identifier: Apache-2.0
import type { RunVerdict, TaskFigures } from "@outlay/analysis";

import type { CommandIo } from "../command-io.ts";
import { drawTable } from "../view/table.ts";
import type { Cell } from "../view/table.ts";
import { sentenceOf, titleOf, valueText } from "./verdict-words.ts";

const WORDS = { passed: "ok", failed: "FAILED", unknown: "not compared" } as const;
const ROLES = { passed: "good", failed: "bad", unknown: "faint" } as const;

/** The table that a terminal shows, and a line that says what came of it. */
export function renderVerdicts(verdicts: readonly RunVerdict[], { columns, paint }: CommandIo): string {
  const rows = verdicts.map(({ outcome, rule, task, baseline, actual, limit }): readonly Cell[] => [
    task,
    titleOf(rule),
    valueText(rule, baseline),
    valueText(rule, actual),
    valueText(rule, limit),
    { role: ROLES[outcome], text: WORDS[outcome] },
  ]);
  const titles = ["task", "figure", "baseline", "now", "limit"].map((title) => ({ title, align: "left" as const }));
  const failed = verdicts.filter(({ outcome }) => outcome === "failed").length;
  const end = failed === 0 ? paint("good", "all within limits") : paint("bad", `${failed} beyond limits`);
  const table = drawTable({ columns: [...titles, { title: "", align: "left" }], rows }, columns, paint);
  return `${[...table, "", end].join("\n")}\n`;
}

/** The same for programs. */
export function verdictsJson(verdicts: readonly RunVerdict[], tasks: readonly TaskFigures[]): string {
  const passed = verdicts.every(({ outcome }) => outcome !== "failed");
  return `${JSON.stringify({ passed, verdicts, tasks }, undefined, 2)}\n`;
}

/**
 * Lines that GitHub's runner shows at the change.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubAnnotations(verdicts: readonly RunVerdict[]): string {
  const failed = verdicts.filter(({ outcome }) => outcome === "failed");
  return failed
    .map(
      (verdict) =>
        `::error title=outlay: ${escapeProperty(titleOf(verdict.rule))}::${escapeData(sentenceOf(verdict))}\n`,
    )
    .join("");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
