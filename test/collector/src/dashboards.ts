// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { CONFIG_FOLDER } from "./collector-binary.ts";

/** What one panel asks. */
export interface DashboardQuery {
  readonly dashboard: string;
  readonly panel: string;
  /** With values in place of Grafana's variables. */
  readonly expr: string;
  /** Labels that the legend names. */
  readonly legendLabels: readonly string[];
}

interface DashboardFile {
  readonly uid: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string; readonly legendFormat?: string }[];
  }[];
}

const VARIABLES: Readonly<Record<string, string>> = {
  $__range: "1h",
  $__interval: "1m",
  $__rate_interval: "1m",
  $service: ".*",
  $model: ".*",
};

/** Every query of every dashboard. */
export function dashboardQueries(): readonly DashboardQuery[] {
  const folder = join(CONFIG_FOLDER, "grafana", "dashboards");
  return readdirSync(folder).flatMap((name) => {
    const { uid, panels } = JSON.parse(readFileSync(join(folder, name), "utf8")) as DashboardFile;
    return panels.flatMap(({ title, targets }) =>
      targets.map(({ expr, legendFormat = "" }) => ({
        dashboard: uid,
        panel: title,
        expr: withValues(expr),
        legendLabels: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label),
      })),
    );
  });
}

function withValues(expr: string): string {
  return expr.replaceAll(/\$\w+/g, (variable) => {
    const value = VARIABLES[variable];
    if (value === undefined) throw new Error(`${expr}: ${variable} is no variable of a dashboard`);
    return value;
  });
}

const TEXT = /"(?:[^"\\]|\\.)*"/g;
const RANGE = /\[\w+(?::\w*)?\]/g;
const GROUPING = /\b(?:by|on|without|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const MATCHERS = /\{([^}]*)\}/g;
const METRIC = /[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g;
const OPERATORS: ReadonlySet<string> = new Set(["or", "and", "unless"]);

/** Names that an expression uses: metrics outside of braces, labels in matchers and groupings. */
export function namesIn(expr: string): { readonly metrics: readonly string[]; readonly labels: readonly string[] } {
  const bare = expr.replaceAll(TEXT, '""').replaceAll(RANGE, "");
  const groupings = [...bare.matchAll(GROUPING)].flatMap(([, names = ""]) => names.split(","));
  const matchers = [...bare.matchAll(MATCHERS)].flatMap(([, pairs = ""]) => pairs.split(","));
  const labels = [...groupings, ...matchers].map((text) => text.trim().replace(/[!=~"]+$/, "")).filter(Boolean);
  const rest = bare.replaceAll(GROUPING, " ").replaceAll(MATCHERS, "");
  const metrics = (rest.match(METRIC) ?? []).filter((name) => !OPERATORS.has(name));
  const byPattern = [...expr.matchAll(/__name__=~"(\w+)\(_total\)\?"/g)].map(([, name = ""]) => name);
  return {
    metrics: [...new Set([...metrics, ...byPattern])],
    labels: [...new Set(labels)].filter((name) => name !== "__name__" && name !== "le"),
  };
}
