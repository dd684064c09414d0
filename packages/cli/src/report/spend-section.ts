// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall, Dimension, Spend, SpendRanking, Totals } from "@outlay/analysis";

import { counted } from "../view/numbers.ts";
import { groupRow } from "./report-table.ts";
import type { ReportChart, ReportRow, ReportTable } from "./report-table.ts";
import { SPEND_COLUMNS, spendValues } from "./spend-columns.ts";

interface SpendTable {
  readonly dimension: Dimension;
  readonly title: string;
  /** Of one group, for counting them. */
  readonly noun: string;
  readonly isTime?: true;
}

const TABLES: readonly SpendTable[] = [
  { dimension: "model", title: "By model", noun: "model" },
  { dimension: "provider", title: "By provider", noun: "provider" },
  { dimension: "feature", title: "By feature or workflow", noun: "feature" },
  { dimension: "agent", title: "By agent", noun: "agent" },
  { dimension: "team", title: "By team", noun: "team" },
  { dimension: "user", title: "By user", noun: "user" },
  { dimension: "session", title: "By session", noun: "session" },
  { dimension: "day", title: "By day (UTC)", noun: "day", isTime: true },
  { dimension: "hour", title: "By hour (UTC)", noun: "hour", isTime: true },
];

const KINDS = ["uncached_input_usd", "cache_read_usd", "cache_write_usd", "output_usd", "units_usd"];
/** A month by the hour, several years by the day. */
const MOST_TIMES = 744;

/** The tables of what calls cost, one for each thing they can be grouped by; those that nobody told of are left out. */
export function spendTables(totals: Totals, most: number): readonly ReportTable[] {
  const tables = TABLES.map((table) => {
    const ranking = totals.by(table.dimension, table.isTime === true ? MOST_TIMES : most);
    return { table, ranking };
  });
  return [
    ...tables.filter(({ ranking }) => ranking.groups.length > 0).map((one) => spendTable(one, totals.all)),
    requestTable(totals, most),
  ].filter(({ rows }) => rows.length > 0);
}

function spendTable(
  { table, ranking }: { readonly table: SpendTable; readonly ranking: SpendRanking },
  all: Spend,
): ReportTable {
  const { dimension, title, noun, isTime = false } = table;
  const { others, ungrouped } = ranking;
  const groups = isTime ? ranking.groups.toSorted((one, other) => (one.key < other.key ? -1 : 1)) : ranking.groups;
  const rowOf = (role: ReportRow["role"], name: string, spend: Spend): ReportRow => ({
    role,
    values: [name, ...spendValues(spend, all)],
  });
  const rows = [
    ...groups.map(({ key, spend }) => rowOf("group", key, spend)),
    ...(others.groups === 0 ? [] : [rowOf("others", othersName(others, noun), others.spend)]),
    ...(ungrouped.calls === 0 ? [] : [rowOf("ungrouped", `(no ${noun} told)`, ungrouped)]),
  ];
  const isExact = groups.every((group) => group.isExact);
  return {
    id: `by_${dimension}`,
    title,
    ...(!isExact && {
      note: `There are more ${noun}s than are held: the cheapest were summed up now and then, and one that came again later is listed with what it cost since. The sum of all is exact.`,
    }),
    columns: [{ key: dimension, title: noun, kind: "text" }, ...SPEND_COLUMNS],
    rows,
    chart: chartOf(dimension, isTime),
  };
}

function othersName({ groups, atLeast }: SpendRanking["others"], noun: string): string {
  return `(${atLeast ? "at least " : ""}${counted(groups, `other ${noun}`)})`;
}

function chartOf(label: string, isTime: boolean): ReportChart {
  return { kind: isTime ? "stack" : "bars", label, values: isTime ? KINDS : ["cost_usd"], unit: "usd" };
}

/** The single calls that cost most. */
function requestTable(totals: Totals, most: number): ReportTable {
  return {
    id: "dearest_calls",
    title: "Dearest calls",
    columns: [
      { key: "started_at", title: "started (UTC)", kind: "time" },
      { key: "model", title: "model", kind: "text" },
      { key: "cost_usd", title: "cost $", kind: "usd" },
      { key: "status", title: "status", kind: "text" },
      { key: "input_tokens", title: "input", kind: "count" },
      { key: "cache_read_tokens", title: "cache read", kind: "count", isOptional: true },
      { key: "output_tokens", title: "output", kind: "count" },
      { key: "duration_ms", title: "took", kind: "ms" },
      { key: "session", title: "session", kind: "text", isOptional: true },
      { key: "trace_id", title: "trace", kind: "text" },
      { key: "span_id", title: "span", kind: "text" },
    ],
    rows: totals.dearestCalls().slice(0, most).map(requestRow),
  };
}

function requestRow({ operation, cost }: AnalyzedCall): ReportRow {
  const { usage, attributes, startTimeMs, endTimeMs } = operation;
  const session = attributes["gen_ai.conversation.id"] ?? attributes["session.id"];
  return groupRow(
    Number.isFinite(startTimeMs) ? startTimeMs : undefined,
    operation.responseModel ?? operation.requestModel,
    cost.status === "unpriced" ? undefined : cost.totalPicoUsd / 1e12,
    cost.status,
    usage?.inputTokens,
    usage?.cacheReadTokens,
    usage?.outputTokens,
    endTimeMs >= startTimeMs ? endTimeMs - startTimeMs : undefined,
    typeof session === "string" ? session : undefined,
    operation.traceId,
    operation.spanId,
  );
}
