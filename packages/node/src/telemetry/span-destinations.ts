// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { ConsoleSpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";
import type { SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";
import { ConsoleTreeExporter } from "@outlay/exporter-console";
import { FileSpanExporter } from "@outlay/exporter-file";
import { LangfuseSpanExporter, langfuseConfigFromEnv } from "@outlay/exporter-langfuse";

import type { LangfuseSettings, OtlpEndpoint, OutlayConfig } from "../config/outlay-config.ts";
import { CountingSpanExporter } from "./counting-span-exporter.ts";
import { batchOptionsFromEnv, exportersFromEnv, hasOtlpEndpoint, otlpProtocolFromEnv } from "./otel-env.ts";
import type { Env } from "./otel-env.ts";
import { otlpSpanExporter } from "./otlp.ts";
import { WaitingBatchSpanProcessor } from "./waiting-batch-processor.ts";

/** Where spans go, apart from what a program's own SDK does with them. */
export interface SpanDestinations {
  /** What `OTEL_*` variables ask for: the business of whoever sets up the SDK. */
  readonly standard: SpanProcessor[];
  /** What Outlay's own configuration asks for, in addition. */
  readonly own: SpanProcessor[];
  /** The tree in the terminal, where spans would go nowhere: a user who has just installed Outlay sees something. */
  readonly otherwise: SpanProcessor[];
}

/** Makes the processors for every configured destination. */
export function spanDestinations(config: OutlayConfig, env: Env): SpanDestinations {
  const batch = batching(env);
  const { otlp, file, langfuse, console } = config.exporters;
  const standard = otlp.standard ? standardDestinations(env, batch) : [];
  const own = [
    ...otlp.endpoints.map((endpoint) => batch("otlp", endpointExporter(endpoint))),
    ...langfuseDestination(langfuse, env, batch),
    ...(file === undefined ? [] : [batch("file", new FileSpanExporter({ path: file }))]),
    ...(console === true ? [tree()] : []),
  ];
  const isNowhere = console === undefined && standard.length + own.length === 0;
  const isMeant = exportersFromEnv(env, "TRACES") !== undefined;
  return { standard, own, otherwise: isNowhere && !isMeant ? [tree()] : [] };
}

function standardDestinations(env: Env, batch: Batching): SpanProcessor[] {
  const names = exportersFromEnv(env, "TRACES") ?? (hasOtlpEndpoint(env, "TRACES") ? ["otlp"] : []);
  return names.flatMap((name): SpanProcessor[] => {
    if (name === "otlp") return [batch("otlp", otlpSpanExporter(otlpProtocolFromEnv(env, "TRACES")))];
    if (name === "console") return [new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })];
    if (name !== "none") {
      diag.warn(`outlay: OTEL_TRACES_EXPORTER "${name}" is not supported, expected otlp, console or none; left out`);
    }
    return [];
  });
}

function tree(): SpanProcessor {
  return new SimpleSpanProcessor({ exporter: new ConsoleTreeExporter() });
}

function endpointExporter({ endpoint, protocol, headers }: OtlpEndpoint): SpanExporter {
  return otlpSpanExporter(protocol, { url: `${endpoint.replace(/\/+$/, "")}/v1/traces`, headers });
}

function langfuseDestination(settings: LangfuseSettings, env: Env, batch: Batching): SpanProcessor[] {
  if (!settings.enabled) return [];
  const { config, problems } = langfuseConfigFromEnv({
    ...env,
    ...(settings.publicKey !== undefined && { LANGFUSE_PUBLIC_KEY: settings.publicKey }),
    ...(settings.secretKey !== undefined && { LANGFUSE_SECRET_KEY: settings.secretKey }),
    ...(settings.baseUrl !== undefined && { LANGFUSE_BASE_URL: settings.baseUrl }),
  });
  for (const problem of problems) diag.warn(`outlay: ${problem}`);
  if (config === undefined) return [];
  const exporter = new LangfuseSpanExporter({
    exporter: otlpSpanExporter("http/protobuf", { url: config.endpoint, headers: config.headers }),
    environment: config.environment,
    release: config.release,
  });
  return [exporter.roots, batch("langfuse", exporter)];
}

type Batching = (name: string, exporter: SpanExporter) => SpanProcessor;

function batching(env: Env): Batching {
  const options = batchOptionsFromEnv(env);
  return (name, exporter) =>
    new WaitingBatchSpanProcessor({ ...options, exporter: new CountingSpanExporter(name, exporter) });
}
