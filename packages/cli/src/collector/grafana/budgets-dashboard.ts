// SPDX-License-Identifier: Apache-2.0
import { METRICS, OUTLAY } from "@outlay/semconv";

import { BUDGET_SPENT, BUDGET_UTILIZATION } from "../rules/budget-rules.ts";
import { labelName, prometheusName } from "../rules/prometheus-names.ts";
import { WINDOW_ELAPSED } from "../rules/window-rules.ts";
import { bars, lines, table } from "./panel.ts";
import type { Dashboard, Panel } from "./panel.ts";
import { LABELS, legendOf } from "./promql.ts";

const UTILIZATION = prometheusName(METRICS.BUDGET_UTILIZATION);
const CROSSED = prometheusName(METRICS.BUDGET_THRESHOLD_CROSSED);
const STORE_ERRORS = prometheusName(METRICS.BUDGET_STORE_ERRORS);
const EXPIRED = prometheusName(METRICS.BUDGET_LEASE_EXPIRED);
const RATIO = prometheusName(METRICS.BUDGET_ESTIMATE_RATIO);
const PROBLEM = labelName(OUTLAY.BUDGET_STORE_PROBLEM);

const OF_RULES = "From prometheus/rules.yaml, which has the budgets that PromQL can say.";
const OF_PROGRAMS =
  "From the ledger of programs that enforce budgets, those of a trace or a session too; overlays/program-metrics.yaml brings it here.";

/** Where budgets stand. */
export function budgetsDashboard(): Dashboard {
  const legend = legendOf(LABELS.budgetName);
  return {
    name: "budgets",
    title: "Budgets",
    description: "Where budgets stand, as Prometheus adds them up and as programs count them.",
    panels: [
      table(
        ["Used, by budget and group", `Share of the limit in the window that is now. ${OF_RULES}`],
        "percentunit",
        `sort_desc(${BUDGET_UTILIZATION})`,
      ),
      lines(
        ["Used, over time", `Share of the limit. It falls to nothing where a window begins. ${OF_RULES}`],
        "percentunit",
        { expr: BUDGET_UTILIZATION },
      ),
      lines(["Spent", `US dollars. ${OF_RULES}`], "currencyUSD", { expr: `${BUDGET_SPENT}{unit="usd"}` }),
      lines(
        [
          "How much of a window is over",
          "A budget that is used up faster than its window passes will not last to the end of it.",
        ],
        "percentunit",
        { expr: WINDOW_ELAPSED, legend: "{{window}}" },
      ),
      lines(["Used, as programs count", `The group that has used most. ${OF_PROGRAMS}`], "percentunit", {
        expr: `max by (${LABELS.budgetName}) (${UTILIZATION})`,
        legend,
      }),
      bars(["Thresholds crossed, as programs count", `Once for each window and group. ${OF_PROGRAMS}`], "short", {
        expr: `sum by (${LABELS.budgetName}) (${CROSSED})`,
        legend,
      }),
      ...ledgerPanels(),
      {
        ...table(
          ["Alerts that fire", "Of budgets. Alertmanager says whom it told."],
          "short",
          'ALERTS{alertname=~"outlay_budget_.+",alertstate="firing"}',
        ),
        width: 24,
      },
    ],
  };
}

/** How the ledger of programs fares. */
function ledgerPanels(): Panel[] {
  return [
    lines(
      [
        "Store that did not answer, and calls never heard of again",
        `What budgets count is late or assumed. ${OF_PROGRAMS}`,
      ],
      "short",
      { expr: `sum by (${PROBLEM}) (${STORE_ERRORS})`, legend: legendOf(PROBLEM) },
      { expr: `sum(${EXPIRED})`, legend: "leases expired" },
    ),
    lines(
      [
        "Cost over what was held for it",
        `Median and 95th percentile of calls: far below 1, budgets refuse calls that would have fitted; above 1, estimates are none. ${OF_PROGRAMS}`,
      ],
      "percentunit",
      { expr: quantileOf(0.5), legend: "median" },
      { expr: quantileOf(0.95), legend: "95 %" },
    ),
  ];
}

function quantileOf(share: number): string {
  return `histogram_quantile(${share}, sum by (le) (rate(${RATIO}_bucket[$__rate_interval])))`;
}
