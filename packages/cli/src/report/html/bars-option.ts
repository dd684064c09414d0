// SPDX-License-Identifier: Apache-2.0
import type { EChartsCoreOption } from "echarts/core";

import { counted } from "../../view/numbers.ts";
import { UNKNOWN } from "../format-value.ts";
import type { ReportChart, ReportRow, ReportTable } from "../report-table.ts";
import { COLOURS, INK, PLAIN, shortName, UNSURE } from "./chart-style.ts";
import { amountWords, chartValues } from "./chart-values.ts";
import type { ChartValues } from "./chart-values.ts";
import { visibleText } from "./markup.ts";

const BAR_HEIGHT = 30;
/** Groups that a chart has room for; its table has all. */
export const MOST_BARS = 20;
const LONGEST_NAME = 30;
const NAME_WIDTH = 250;
const AMOUNT_WIDTH = 250;

/** A chart and how high it has to be, in pixels. */
export interface Drawing {
  readonly option: EChartsCoreOption;
  readonly height: number;
}

/** Bars from left to right, the names beside them: the amounts that are sure, those that are not, and words for the unknown. */
export function barsOption(table: ReportTable, chart: ReportChart): Drawing | undefined {
  const values = chartValues(table);
  const [key = ""] = chart.values;
  const groups = table.rows.filter(({ role }) => role === "group");
  const rows = [...groups.slice(0, MOST_BARS), ...table.rows.filter(({ role }) => role !== "group")];
  if (!rows.some((row) => values.number(row, key) !== undefined)) return undefined;
  const unsure = (row: ReportRow): number => (key === "cost_usd" ? (values.number(row, "uncertain_usd") ?? 0) : 0);
  const hasUnsure = rows.some((row) => unsure(row) > 0);
  const sure = rows.map((row) => Math.max(0, (values.number(row, key) ?? 0) - unsure(row)));
  const series = [
    { name: "sure", data: sure, itemStyle: { color: COLOURS[0] } },
    {
      name: "estimated or in part",
      data: rows.map((row) => unsure(row)),
      itemStyle: { color: UNSURE, borderColor: COLOURS[0], borderWidth: hasUnsure ? 1 : 0 },
      label: {
        show: true,
        position: "right",
        color: INK,
        formatter: ({ dataIndex }: { readonly dataIndex: number }) => amountOf(rows[dataIndex], key, chart, values),
      },
    },
  ].map((one) => ({ ...one, type: "bar", stack: "amount", barMaxWidth: 18, silent: true }));
  const height = rows.length * BAR_HEIGHT + (hasUnsure ? 44 : 16);
  const option = {
    ...PLAIN,
    grid: { left: NAME_WIDTH, right: AMOUNT_WIDTH, top: hasUnsure ? 36 : 8, bottom: 8 },
    ...(hasUnsure && { legend: { top: 0, left: NAME_WIDTH, textStyle: { color: INK }, itemWidth: 14, itemGap: 24 } }),
    xAxis: { type: "value", show: false },
    yAxis: {
      type: "category",
      inverse: true,
      data: rows.map((row) => shortName(visibleText(values.text(row, chart.label)), LONGEST_NAME)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: INK, interval: 0, fontSize: 13 },
    },
    series,
  };
  return { option, height };
}

function amountOf(row: ReportRow | undefined, key: string, { unit }: ReportChart, values: ChartValues): string {
  if (row === undefined) return UNKNOWN;
  const amount = values.number(row, key);
  const unpriced = values.number(row, "unpriced_calls") ?? 0;
  if (amount === undefined) return unpriced > 0 ? `? no price (${counted(unpriced, "call")})` : `${UNKNOWN} not known`;
  const words = amountWords(amount, unit);
  return unpriced > 0 ? `${words} + ${counted(unpriced, "call")} without price` : words;
}
