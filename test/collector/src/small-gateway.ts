// SPDX-License-Identifier: Apache-2.0
import { tmpdir } from "node:os";

const CONFIG = {
  receivers: { otlp: { protocols: { http: null } } },
  processors: {
    memory_limiter: { check_interval: "1s", limit_percentage: 75 },
    "transform/outlay": null,
    "batch/metrics": { timeout: "1s" },
    "transform/metrics": null,
    delta_to_cumulative: null,
  },
  connectors: {
    "forward/priced": null,
    "forward/kept": null,
    "signal_to_metrics/outlay": { spans: [{ name: "calls", sum: { value: "1" } }] },
  },
  exporters: { debug: null, prometheus: { endpoint: "127.0.0.1:0" } },
  extensions: { "file_storage/queue": { directory: tmpdir() } },
  service: {
    extensions: ["file_storage/queue"],
    pipelines: {
      "traces/in": { receivers: ["otlp"], exporters: ["forward/priced", "signal_to_metrics/outlay"] },
      "traces/keep": { receivers: ["forward/priced"], exporters: ["forward/kept"] },
      "traces/backend": { receivers: ["forward/kept"], exporters: ["debug"] },
      metrics: { receivers: ["signal_to_metrics/outlay"], exporters: ["prometheus"] },
      "logs/backend": { receivers: ["otlp"], exporters: ["debug"] },
    },
  },
};

/** What overlays and presets find in the gateway, without its thousand statements: these take seconds each time. */
export const SMALL_GATEWAY: string = `yaml:${JSON.stringify(CONFIG)}`;
