// SPDX-License-Identifier: Apache-2.0
import { METRICS } from "@outlay/semconv";

import { yamlText } from "./collector-file.ts";
import type { CollectorFile } from "./collector-file.ts";
import { allOf, quoted } from "./ottl.ts";

/** Metrics that the Collector cuts from spans itself. */
const CUT_HERE: readonly string[] = [
  METRICS.TOKEN_USAGE,
  METRICS.OPERATION_DURATION,
  METRICS.COST,
  METRICS.UNPRICED_REQUESTS,
  METRICS.UNPRICED_TOKENS,
].map(({ name }) => name);

/** What else programs with Outlay inside say in metrics. */
export const PROGRAM_METRICS: readonly (typeof METRICS)[keyof typeof METRICS][] = Object.values(METRICS).filter(
  ({ name }) => !CUT_HERE.includes(name),
);

/** Attributes of resources that stay: each of the others would be a label of every series. */
const RESOURCE_ATTRIBUTES = ["service.name", "service.instance.id", "deployment.environment.name"] as const;

/** Adds the metrics of programs to those of the Collector. */
export function programMetricsFile(): CollectorFile {
  const isOther = allOf(PROGRAM_METRICS.map(({ name }) => `metric.name != ${quoted(name)}`));
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
