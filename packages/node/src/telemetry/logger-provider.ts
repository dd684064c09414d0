// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type { Resource } from "@opentelemetry/resources";
import type * as sdkLogs from "@opentelemetry/sdk-logs";
import type { LoggerProvider } from "@opentelemetry/sdk-logs";

import { otlpProtocolFromEnv } from "./otel-env.ts";
import type { Env } from "./otel-env.ts";
import { otlpLogExporter } from "./otlp.ts";

/** Makes a logger provider that exports over OTLP. The SDK is loaded here: most programs emit no log event. */
export function otlpLoggerProvider(env: Env, resource: Resource): LoggerProvider {
  const { BatchLogRecordProcessor, LoggerProvider: Provider } = createRequire(import.meta.url)(
    "@opentelemetry/sdk-logs",
  ) as typeof sdkLogs;
  const exporter = otlpLogExporter(otlpProtocolFromEnv(env, "LOGS"));
  return new Provider({ resource, processors: [new BatchLogRecordProcessor({ exporter })] });
}
