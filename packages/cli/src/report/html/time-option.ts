// SPDX-License-Identifier: Apache-2.0
import type { ReportChart, ReportTable } from "../report-table.ts";
import type { Drawing } from "./bars-option.ts";
import { colourOf, INK, LINE, PLAIN } from "./chart-style.ts";
import { axisWords, chartValues } from "./chart-values.ts";
import { visibleText } from "./markup.ts";

const HEIGHT = 300;
const UNKNOWN_NAME = "not all known";

/** Stacked columns along time or the calls of a session; a mark stands where a part is not known. */
export function timeOption(table: ReportTable, chart: ReportChart): Drawing | undefined {
  const values = chartValues(table);
  const rows = table.rows.filter(({ role }) => role === "group");
  const keys = chart.values.filter((key) => rows.some((row) => (values.number(row, key) ?? 0) > 0));
  if (keys.length === 0) return undefined;
  const series = keys.map((key) => ({
    name: values.title(key),
    type: "bar",
    stack: "all",
    barMaxWidth: 40,
    silent: true,
    itemStyle: { color: colourOf(key, chart.values.indexOf(key)) },
    data: rows.map((row) => values.number(row, key) ?? null),
  }));
  const isUnknown = rows.map(
    (row) =>
      (values.number(row, "unpriced_calls") ?? 0) > 0 || keys.every((key) => values.number(row, key) === undefined),
  );
  const marks = {
    name: UNKNOWN_NAME,
    type: "scatter",
    silent: true,
    symbol: "triangle",
    symbolSize: 10,
    itemStyle: { color: "var(--warn)" },
    data: isUnknown.flatMap((unknown, index) => (unknown ? [[index, 0]] : [])),
  };
  const option = {
    ...PLAIN,
    legend: { top: 0, left: 60, textStyle: { color: INK }, itemWidth: 14, itemHeight: 10, itemGap: 26 },
    grid: { left: 70, right: 16, top: 40, bottom: 32 },
    xAxis: {
      type: "category",
      data: rows.map((row) => visibleText(values.text(row, chart.label))),
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
      axisLabel: { color: INK, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      splitLine: { lineStyle: { color: LINE } },
      axisLabel: { color: INK, formatter: (value: number) => axisWords(value, chart.unit) },
    },
    series: isUnknown.includes(true) ? [...series, marks] : series,
  };
  return { option, height: HEIGHT };
}
