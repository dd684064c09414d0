// SPDX-License-Identifier: Apache-2.0

/** One attribute of 10 MB must come through. */
const MAX_MESSAGE_MIB = 32;

/** Where OTLP comes in. */
export const RECEIVERS = {
  otlp: {
    protocols: {
      grpc: {
        endpoint: "${env:OUTLAY_OTLP_GRPC_ENDPOINT:-0.0.0.0:4317}",
        max_recv_msg_size_mib: MAX_MESSAGE_MIB,
      },
      http: {
        endpoint: "${env:OUTLAY_OTLP_HTTP_ENDPOINT:-0.0.0.0:4318}",
        max_request_body_size: MAX_MESSAGE_MIB * 1024 * 1024,
      },
    },
  },
} as const;

/** What is refused while memory is short is sent again by whoever sent it. */
export const MEMORY_LIMITER = {
  memory_limiter: { check_interval: "1s", limit_percentage: 75, spike_limit_percentage: 15 },
} as const;

/** Metrics of the Collector about itself. */
export const OWN_METRICS = {
  metrics: {
    readers: [
      { pull: { exporter: { prometheus: { host: "127.0.0.1", port: "${env:OUTLAY_TELEMETRY_PORT:-8888}" } } } },
    ],
  },
} as const;

/** Health, and the files that queues are in. */
export function extensions(queueDirectory: string): Readonly<Record<string, unknown>> {
  const directory = `\${env:OUTLAY_QUEUE_DIRECTORY:-${queueDirectory}}`;
  return {
    health_check: { endpoint: "${env:OUTLAY_HEALTH_ENDPOINT:-127.0.0.1:13133}" },
    "file_storage/queue": { directory, create_directory: true, compaction: { on_rebound: true, directory } },
  };
}
