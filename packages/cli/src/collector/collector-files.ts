// SPDX-License-Identifier: Apache-2.0
import type { CollectorFile, CollectorSource } from "./collector-file.ts";
import { gatewayFile } from "./gateway-file.ts";
import { grafanaFiles } from "./grafana/grafana-files.ts";
import { langfuseFile } from "./langfuse-file.ts";
import { outlayProcessorFile } from "./outlay-processor-file.ts";
import { loadBalancingFile, redactionFile, samplingFile } from "./overlay-files.ts";
import { presetFiles } from "./presets/preset-files.ts";
import { pricesText } from "./prices-file.ts";
import { programMetricsFile } from "./program-metrics-file.ts";

type FileWriter = (source: CollectorSource) => CollectorFile | readonly CollectorFile[];

const WRITERS: readonly FileWriter[] = [
  gatewayFile,
  ({ prices }) => ({ path: "prices.yaml", text: pricesText(prices) }),
  loadBalancingFile,
  langfuseFile,
  samplingFile,
  redactionFile,
  outlayProcessorFile,
  programMetricsFile,
  presetFiles,
  ({ metricAttributes }) => grafanaFiles(metricAttributes),
  ({ rules }) => ({ path: "prometheus/rules.yaml", text: rules.text }),
];

/** Every file of a Collector's configuration. The same source gives the same bytes. */
export function collectorFiles(source: CollectorSource): readonly CollectorFile[] {
  return WRITERS.flatMap((write) => write(source));
}
