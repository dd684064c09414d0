// SPDX-License-Identifier: Apache-2.0
import { METRICS } from "@outlay/semconv";

import { prometheusName } from "../rules/prometheus-names.ts";
import type { Dashboard, Panel } from "./panel.ts";
import { LABELS } from "./promql.ts";

/** Of Grafana 10; later ones read it and bring it up to date. */
const SCHEMA_VERSION = 39;
const COLUMNS = 24;
const HEIGHT = { stat: 4, lines: 9, bars: 9, table: 9 } as const;
const TYPE = { stat: "stat", lines: "timeseries", bars: "timeseries", table: "table" } as const;
/** Rules record once a minute: a shorter point would have nothing in it. */
const LEAST_INTERVAL = "1m";
const DATASOURCE = { type: "prometheus", uid: "${datasource}" } as const;

/** A dashboard as Grafana reads it from a file; the same dashboard gives the same bytes. */
export function dashboardText(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboardJson(dashboard), undefined, 2)}\n`;
}

function dashboardJson({ name, title, description, panels }: Dashboard): object {
  return {
    uid: `outlay-${name}`,
    title: `Outlay: ${title}`,
    description,
    tags: ["outlay"],
    schemaVersion: SCHEMA_VERSION,
    editable: true,
    graphTooltip: 1,
    refresh: "1m",
    time: { from: "now-24h", to: "now" },
    links: [
      { type: "dashboards", title: "Outlay", tags: ["outlay"], asDropdown: true, keepTime: true, includeVars: true },
    ],
    templating: {
      list: [
        { name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" },
        variable("service", "Service", LABELS.service),
        variable("model", "Model", LABELS.model),
      ],
    },
    panels: placed(panels),
  };
}

function variable(name: string, label: string, of: string): object {
  return {
    name,
    label,
    type: "query",
    datasource: DATASOURCE,
    query: `label_values(${prometheusName(METRICS.COST)}, ${of})`,
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    // Calls without the label are calls as well.
    allValue: ".*",
    current: { text: "All", value: "$__all" },
  };
}

/** Panels from left to right, in rows as high as their highest. */
function placed(panels: readonly Panel[]): object[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map((panel, index) => {
    const w = panel.width ?? (panel.kind === "stat" ? COLUMNS / 4 : COLUMNS / 2);
    const h = HEIGHT[panel.kind];
    if (x + w > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const placedPanel = { id: index + 1, gridPos: { x, y, w, h }, ...panelJson(panel) };
    [x, rowHeight] = [x + w, Math.max(rowHeight, h)];
    return placedPanel;
  });
}

function panelJson({ title, description, kind, unit, queries }: Panel): object {
  const isOverTime = kind === "lines" || kind === "bars";
  return {
    type: TYPE[kind],
    title,
    description,
    datasource: DATASOURCE,
    interval: LEAST_INTERVAL,
    fieldConfig: { defaults: { unit, min: 0, ...(kind === "bars" && { custom: BARS }) }, overrides: [] },
    ...OPTIONS[kind],
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + index),
      datasource: DATASOURCE,
      expr,
      ...(legend !== undefined && { legendFormat: legend }),
      ...(isOverTime ? { range: true } : { instant: true, format: kind === "table" ? "table" : "time_series" }),
    })),
  };
}

const BARS = { drawStyle: "bars", fillOpacity: 80, lineWidth: 0, stacking: { mode: "normal", group: "A" } } as const;
const LEGEND = { displayMode: "table", placement: "bottom", calcs: ["sum"] } as const;
const OPTIONS = {
  stat: { options: { colorMode: "none", graphMode: "none", reduceOptions: { calcs: ["lastNotNull"] } } },
  lines: { options: { legend: { ...LEGEND, calcs: ["lastNotNull"] }, tooltip: { mode: "multi", sort: "desc" } } },
  bars: { options: { legend: LEGEND, tooltip: { mode: "multi", sort: "desc" } } },
  table: { transformations: [{ id: "organize", options: { excludeByName: { Time: true, __name__: true } } }] },
} as const;
