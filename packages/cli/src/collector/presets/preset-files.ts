// SPDX-License-Identifier: Apache-2.0
import { yamlText } from "../collector-file.ts";
import type { CollectorFile } from "../collector-file.ts";
import { DURABLE } from "../exporters.ts";
import { CALL_FILTER, GEN_AI_FILTER } from "../gen-ai-filter.ts";
import { GEN_AI_PRESETS } from "./gen-ai-presets.ts";
import { GENERAL_PRESETS } from "./general-presets.ts";
import type { Preset } from "./preset.ts";

/** Files that add a service each to the gateway. */
export function presetFiles(): readonly CollectorFile[] {
  return [...GEN_AI_PRESETS, ...GENERAL_PRESETS].map((preset) => ({
    path: `presets/${preset.name}.yaml`,
    text: yamlText(headOf(preset), [{ comment: preset.notes, value: valueOf(preset) }]),
  }));
}

function headOf({ name, title, variables, read }: Preset): string {
  return [
    `To ${title}, beside the other backends.`,
    "",
    ...Object.entries(variables).map(([variable, example]) => `  ${variable}=${example}`),
    `  otelcol-contrib --config gateway.yaml --config presets/${name}.yaml`,
    "",
    "Tried: a Collector takes this file, and priced spans come to a receiver of ours at the path and with the headers below.",
    "Not tried: the service itself. Its address, headers and attributes were read on 2026-11-26 in",
    ...read.map((source) => `  ${source}`),
  ].join("\n");
}

const FILTERS = { gen_ai: GEN_AI_FILTER, calls: CALL_FILTER } as const;

function valueOf({ name, exporter, only, withMetrics, statements }: Preset): Readonly<Record<string, unknown>> {
  const target = `otlp_http/${name}`;
  const processors = {
    ...(only !== undefined && FILTERS[only]),
    ...(statements !== undefined && { [`transform/${name}`]: { error_mode: "ignore", trace_statements: statements } }),
  };
  const used = Object.keys(processors);
  return {
    ...(used.length > 0 && { processors }),
    exporters: { [target]: { ...exporter, ...DURABLE } },
    service: {
      pipelines: {
        [`traces/${name}`]: { receivers: ["forward/kept"], processors: used, exporters: [target] },
        ...(withMetrics && {
          [`metrics/${name}`]: {
            receivers: ["signal_to_metrics/outlay"],
            processors: ["batch/metrics", "transform/metrics", "delta_to_cumulative"],
            exporters: [target],
          },
        }),
      },
    },
  };
}
