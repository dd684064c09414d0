// SPDX-License-Identifier: Apache-2.0
import { ENV_TABLE } from "./env-table.ts";
import { DEFAULT_CONFIG } from "./outlay-config.ts";
import { pathText, snakeCase, valueAt } from "./path.ts";
import type { Path } from "./path.ts";
import { describe } from "./problem.ts";

/** Variables that others read: OpenTelemetry's own and Langfuse's. */
const READ_ELSEWHERE: readonly (readonly [keys: string, doc: string])[] = [
  ["`OTEL_EXPORTER_OTLP_*`", "Endpoint, protocol (`http/protobuf`, `http/json`), headers, timeout and compression."],
  [
    "`OTEL_TRACES_EXPORTER`, `OTEL_METRICS_EXPORTER`, `OTEL_LOGS_EXPORTER`",
    "`otlp`, `none`, or `console`, which log events do not have.",
  ],
  ["`OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`", "What the service is called."],
  ["`OTEL_TRACES_SAMPLER`, `OTEL_TRACES_SAMPLER_ARG`", "Which traces are kept; cost and budgets count all of them."],
  ["`OTEL_BSP_SCHEDULE_DELAY`, `OTEL_BSP_MAX_QUEUE_SIZE`, …", "How spans are batched."],
  ["`OTEL_PROPAGATORS`", "`tracecontext`, `baggage` (both unless given) or `none`."],
  ["`OTEL_SDK_DISABLED`", "`true` switches everything off, as `OUTLAY_ENABLED=false` does."],
  ["`OTEL_METRIC_EXPORT_INTERVAL`", "How often metrics are exported, in milliseconds; 60000 unless given."],
  ["`LANGFUSE_PUBLIC_KEY`, `LANGFUSE_SECRET_KEY`, `LANGFUSE_BASE_URL`", "Exports to Langfuse when the keys are set."],
  ["`LANGFUSE_TRACING_ENVIRONMENT`, `LANGFUSE_RELEASE`", "Environment and release of what goes to Langfuse."],
  ["`LANGFUSE_TRACING_ENABLED`", "`false` keeps spans from Langfuse."],
];

/** Renders the variables for the README: ours with values and defaults, then those that other parts read. */
export function envTableMarkdown(): string {
  const own = ENV_TABLE.map(({ key, allowed, setting = [], doc }) => {
    return [`\`${key}\``, allowed, defaultOf(setting), inFile(setting), doc];
  });
  return [
    ...table(["Variable", "Value", "Default", "In the file", "What it does"], own),
    "",
    "Read by OpenTelemetry and by the exporters:",
    "",
    ...table(["Variable", "What it does"], READ_ELSEWHERE),
    "",
  ].join("\n");
}

/** Settings that decide how the file is read, or whether; they cannot be in it. */
const NOT_IN_FILE: ReadonlySet<string> = new Set(["enabled", "logLevel"]);

function inFile(setting: Path): string {
  return setting.length === 0 || NOT_IN_FILE.has(String(setting[0])) ? "" : `\`${snakeCase(pathText(setting))}\``;
}

function defaultOf(setting: Path): string {
  const value = valueAt(DEFAULT_CONFIG, setting);
  return typeof value === "object" || value === undefined ? "" : `\`${describe(value)}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
