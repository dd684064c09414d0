// SPDX-License-Identifier: Apache-2.0
import type { ToolReport } from "@outlay/analysis";
import { usdFromPico } from "@outlay/pricing";

import { formatValue } from "./format-value.ts";
import { groupRow } from "./report-table.ts";
import type { ReportTable } from "./report-table.ts";

/** What of the tools could have been known before the model asked for them. */
export function speculationTable({ nextTool, derivableShare, judgedRuns, waitedMs }: ToolReport): ReportTable {
  const { predictions, hitAt1, hitAt3 } = nextTool;
  const guesses =
    predictions === 0
      ? []
      : [
          groupRow("the next tool was the first guess", predictions, hitAt1),
          groupRow("it was one of the first three", predictions, hitAt3),
        ];
  const asked =
    judgedRuns === 0 ? [] : [groupRow("all that it was asked stood in earlier answers", judgedRuns, derivableShare)];
  return {
    id: "speculation_potential",
    title: "Tools that could have been run before the model asked",
    note: `Guessed from the two tools before, by what had been seen until then. Models waited ${formatValue(waitedMs, "ms")} for tools in all. What could be gained is time, not tokens, and at most this.${judgedRuns === 0 ? " What tools were asked is not in these spans: it is there where content is captured." : ""}`,
    columns: [
      { key: "measure", title: "what could be known", kind: "text" },
      { key: "runs", title: "of runs", kind: "count" },
      { key: "share", title: "share", kind: "share" },
    ],
    rows: [...guesses, ...asked],
  };
}

/** Which tasks were done like others before. */
export function planTable({ plans: { tasks, repeated, succeededBefore } }: ToolReport): ReportTable {
  const rows = [
    ["same tools in the same order as a task before", repeated],
    ["and that one is known to have succeeded", succeededBefore],
  ] as const;
  return {
    id: "plan_potential",
    title: "Tasks that were done like one before",
    note: "A task is a trace. A plan that is kept has to be fitted to the next task, so the cost is the most that could be saved.",
    columns: [
      { key: "measure", title: "tasks with", kind: "text" },
      { key: "tasks", title: "tasks", kind: "count" },
      { key: "share", title: "of all", kind: "share" },
      { key: "cost_usd", title: "cost $", kind: "usd" },
      { key: "unpriced_calls", title: "unpriced calls", kind: "count" },
    ],
    rows:
      repeated.tasks === 0
        ? []
        : rows.map(([measure, sum]) =>
            groupRow(measure, sum.tasks, sum.tasks / tasks.tasks, usdFromPico(sum.picoUsd), sum.unpricedCalls),
          ),
  };
}
