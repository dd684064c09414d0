// SPDX-License-Identifier: Apache-2.0
import { OUTLAY } from "@outlay/semconv";

import { configured, yamlText } from "./collector-file.ts";
import type { CollectorFile, CollectorSource, Section } from "./collector-file.ts";
import { costGroups } from "./cost-processor.ts";
import { DURABLE } from "./exporters.ts";
import { extensions, MEMORY_LIMITER, OWN_METRICS, RECEIVERS } from "./intake.ts";
import { REASON, spanMetrics } from "./metrics-connector.ts";
import { priceMapShape } from "./price-map-shape.ts";

/** Version of otelcol-contrib that the files are tested on. */
export const COLLECTOR_VERSION = "0.158.0";

/** Series of sparse users live as long as this; the defaults of 5 minutes would start them anew and lose what they spent. */
const SERIES_LIFE = "48h";
const MAX_SERIES = 20_000;

/** The Collector between programs and backends: costs, metrics and a queue on disk. */
export function gatewayFile(source: CollectorSource): CollectorFile {
  const { tableVersion, tableDate } = source;
  const head = [
    `Costs for GenAI spans of any language, on a stock otelcol-contrib ${COLLECTOR_VERSION}.`,
    `Written by outlay collector generate from price table ${tableVersion} of ${tableDate}.`,
    "",
    "  otelcol-contrib --config gateway.yaml [--config overlays/…]",
    "",
    "prices.yaml is looked for in the working directory; OUTLAY_PRICES says where else. What the environment variables",
    "below are for is in docs/collector.md.",
  ].join("\n");
  return {
    path: "gateway.yaml",
    text: yamlText(head, [ENTRY, processors(source), connectors(source), EXPORTERS, SERVICE]),
  };
}

const ENTRY: Section = {
  comment: "In: OTLP. What is acknowledged to a sender is on disk, in the queues of the exporters.",
  value: { extensions: extensions("/var/lib/otelcol/outlay"), receivers: RECEIVERS },
};

function processors(source: CollectorSource): Section {
  return {
    comment:
      "Costs. Statements are made from Outlay's tables of dialects and providers; change those and generate again. A span that has a cost keeps it; a call that cannot be priced exactly says so in outlay.cost.status.",
    value: {
      processors: {
        ...MEMORY_LIMITER,
        "transform/outlay": {
          error_mode: "ignore",
          trace_statements: configured(costGroups(priceMapShape(source.prices), source.tableVersion)),
        },
        // One goroutine and one clock: deltas that overtake each other would be dropped.
        "batch/metrics": { timeout: "1s" },
        "transform/metrics": {
          error_mode: "ignore",
          metric_statements: [
            {
              context: "resource",
              statements: [`delete_key(resource.attributes, "signal_to_metrics.service.instance.id")`],
            },
            {
              context: "datapoint",
              statements: [
                "set(datapoint.time, Now())",
                `set(datapoint.attributes["${OUTLAY.COST_PROBLEMS}"], datapoint.attributes["${REASON}"])`,
                `delete_key(datapoint.attributes, "${REASON}")`,
              ],
            },
          ],
        },
        delta_to_cumulative: { max_stale: SERIES_LIFE, max_streams: MAX_SERIES },
      },
    },
  };
}

function connectors({ metricAttributes }: CollectorSource): Section {
  return {
    comment:
      "Counters are cut from spans before anything is sampled. No label of sessions or users: their number has no bound.",
    value: {
      connectors: {
        "forward/priced": null,
        "forward/kept": null,
        "signal_to_metrics/outlay": { error_mode: "ignore", spans: spanMetrics(metricAttributes) },
      },
    },
  };
}

const EXPORTERS: Section = {
  comment:
    "Out: Prometheus, and any backend that takes OTLP. Files in overlays and presets add more, each with a pipeline of its own that receives from forward/kept.",
  value: {
    exporters: {
      prometheus: {
        endpoint: "${env:OUTLAY_PROMETHEUS_ENDPOINT:-0.0.0.0:8889}",
        metric_expiration: SERIES_LIFE,
        resource_to_telemetry_conversion: { enabled: true },
        without_scope_info: true,
      },
      "otlp_http/backend": {
        endpoint: "${env:OUTLAY_BACKEND_ENDPOINT:-http://127.0.0.1:4319}",
        ...DURABLE,
      },
    },
  },
};

const SERVICE: Section = {
  comment:
    "Lists are replaced when files are merged, so each kind of overlay has a pipeline to itself: redaction goes into traces/in, sampling into traces/keep. Nothing in a traces pipeline may hold spans in memory, or they are lost with the process.",
  value: {
    service: {
      extensions: ["health_check", "file_storage/queue"],
      telemetry: OWN_METRICS,
      pipelines: {
        "traces/in": {
          receivers: ["otlp"],
          processors: ["memory_limiter", "transform/outlay"],
          exporters: ["signal_to_metrics/outlay", "forward/priced"],
        },
        "traces/keep": { receivers: ["forward/priced"], processors: [], exporters: ["forward/kept"] },
        "traces/backend": { receivers: ["forward/kept"], processors: [], exporters: ["otlp_http/backend"] },
        metrics: {
          receivers: ["signal_to_metrics/outlay"],
          processors: ["batch/metrics", "transform/metrics", "delta_to_cumulative"],
          exporters: ["prometheus"],
        },
        "metrics/backend": { receivers: ["otlp"], processors: ["memory_limiter"], exporters: ["otlp_http/backend"] },
        "logs/backend": { receivers: ["otlp"], processors: ["memory_limiter"], exporters: ["otlp_http/backend"] },
      },
    },
  },
};
