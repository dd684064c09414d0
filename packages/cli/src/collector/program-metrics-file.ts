// SPDX-License-Identifier: Apache-2.0
import { METRICS } from "@outlay/semconv";

import { yamlText } from "./collector-file.ts";
import type { CollectorFile } from "./collector-file.ts";
import { allOf, quoted } from "./ottl.ts";

/** Metrics that the Collector cuts from spans itself. */
const CUT_HERE: ReadonlySet<string> = new Set([
  METRICS.TOKEN_USAGE.name,
  METRICS.OPERATION_DURATION.name,
  METRICS.COST.name,
  METRICS.UNPRICED_REQUESTS.name,
  METRICS.UNPRICED_TOKENS.name,
]);

/** Attributes of resources that stay: each of the others would be a label of every series. */
const RESOURCE_ATTRIBUTES = ["service.name", "service.instance.id", "deployment.environment.name"] as const;

/** Adds the metrics of programs to those of the Collector. */
export function programMetricsFile(): CollectorFile {
  const names = Object.values(METRICS)
    .map(({ name }) => name)
    .filter((name) => !CUT_HERE.has(name));
  const isOther = allOf(names.map((name) => `metric.name != ${quoted(name)}`));
  const kept = RESOURCE_ATTRIBUTES.map(quoted).join(", ");
  const value = {
    processors: {
      "filter/program_metrics": { error_mode: "ignore", metric_conditions: [isOther] },
      "transform/program_metrics": {
        error_mode: "ignore",
        metric_statements: [{ context: "resource", statements: [`keep_keys(resource.attributes, [${kept}])`] }],
      },
    },
    service: {
      pipelines: {
        "metrics/programs": {
          receivers: ["otlp"],
          processors: ["memory_limiter", "filter/program_metrics", "transform/program_metrics"],
          exporters: ["prometheus"],
        },
      },
    },
  };
  const head =
    "What programs with Outlay inside say in metrics of their own, for the same Prometheus: budgets that they enforce, why prompt caches broke, loops, retries, outcomes. Costs and tokens are not among them: those the Collector counts from spans, and they would be there twice.";
  return {
    path: "overlays/program-metrics.yaml",
    text: yamlText(head, [
      {
        comment:
          "Several processes of a service need a service.instance.id each (OTEL_RESOURCE_ATTRIBUTES), or the last one to report is the only one to be seen.",
        value,
      },
    ]),
  };
}
