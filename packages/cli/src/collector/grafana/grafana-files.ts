// SPDX-License-Identifier: Apache-2.0
import { yamlText } from "../collector-file.ts";
import type { CollectorFile } from "../collector-file.ts";
import { budgetsDashboard } from "./budgets-dashboard.ts";
import { cacheDashboard } from "./cache-dashboard.ts";
import { dashboardText } from "./dashboard-json.ts";
import { modelsDashboard } from "./models-dashboard.ts";
import { spendDashboard } from "./spend-dashboard.ts";
import { unpricedDashboard } from "./unpriced-dashboard.ts";

/** Dashboards, and what makes Grafana read them. */
export function grafanaFiles(metricAttributes: readonly string[]): readonly CollectorFile[] {
  const dashboards = [
    spendDashboard(metricAttributes),
    cacheDashboard(),
    budgetsDashboard(),
    modelsDashboard(),
    unpricedDashboard(),
  ].map((dashboard) => ({ path: `grafana/dashboards/${dashboard.name}.json`, text: dashboardText(dashboard) }));
  return [...dashboards, providerFile(), datasourceFile()];
}

function providerFile(): CollectorFile {
  const head = "Goes to /etc/grafana/provisioning/dashboards; the dashboards go where path says.";
  const value = {
    apiVersion: 1,
    providers: [
      {
        name: "outlay",
        folder: "Outlay",
        type: "file",
        allowUiUpdates: false,
        options: { path: "/var/lib/grafana/dashboards/outlay" },
      },
    ],
  };
  return {
    path: "grafana/provisioning/dashboards/outlay.yaml",
    text: yamlText(head, [{ comment: "Files win over changes made in the browser.", value }]),
  };
}

function datasourceFile(): CollectorFile {
  const head =
    "Goes to /etc/grafana/provisioning/datasources, unless Grafana knows the Prometheus already: the dashboards take any.";
  const value = {
    apiVersion: 1,
    datasources: [
      {
        name: "Outlay Prometheus",
        uid: "outlay-prometheus",
        type: "prometheus",
        access: "proxy",
        url: "$OUTLAY_PROMETHEUS_URL",
        jsonData: { timeInterval: "15s" },
      },
    ],
  };
  return {
    path: "grafana/provisioning/datasources/outlay.yaml",
    text: yamlText(head, [
      {
        comment:
          "OUTLAY_PROMETHEUS_URL is of Grafana's environment, such as http://prometheus:9090. timeInterval is the scrape interval of prometheus/prometheus.yaml.",
        value,
      },
    ]),
  };
}
