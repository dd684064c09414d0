// SPDX-License-Identifier: Apache-2.0
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import type { ReportTable } from "../report-table.ts";
import { barsOption } from "./bars-option.ts";
import { Markup } from "./markup.ts";
import { timeOption } from "./time-option.ts";

use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, SVGRenderer]);

/** Width that charts are drawn for; the page scales them. */
const WIDTH = 920;

/** Draws a table's chart as SVG without a script or a style of its own; `undefined` where there is nothing to draw. */
export function drawChart(table: ReportTable): Markup | undefined {
  if (table.chart === undefined) return undefined;
  const drawing = table.chart.kind === "bars" ? barsOption(table, table.chart) : timeOption(table, table.chart);
  if (drawing === undefined) return undefined;
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: drawing.height });
  try {
    chart.setOption(drawing.option);
    return new Markup(withoutStyles(chart.renderToSVGString()));
  } finally {
    chart.dispose();
  }
}

/** The page's policy runs no style but its own. Texts in the SVG have their quotes escaped, so this is never one of them. */
function withoutStyles(svg: string): string {
  return svg
    .replaceAll(/ style="[^"]*"/g, "")
    .replaceAll(/<style[^>]*>[\s\S]*?<\/style>/g, "")
    .replace("<svg ", '<svg aria-hidden="true" focusable="false" ');
}
