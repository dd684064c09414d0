// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";
import type { SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";
import { ConsoleTreeExporter } from "@outlay/exporter-console";
import { FileSpanExporter } from "@outlay/exporter-file";
import { LangfuseSpanExporter, langfuseConfigFromEnv } from "@outlay/exporter-langfuse";

import type { LangfuseSettings, OtlpEndpoint, OutlayConfig } from "../config/outlay-config.ts";
import { CountingSpanExporter } from "./counting-span-exporter.ts";
import { exportersFromEnv, hasOtlpEndpoint, otlpProtocolFromEnv } from "./otel-env.ts";
import type { Env } from "./otel-env.ts";
import { otlpSpanExporter } from "./otlp.ts";

/** Where spans go, apart from what a program's own SDK does with them. */
export interface SpanDestinations {
  /** What `OTEL_*` variables ask for: the business of whoever sets up the SDK. */
  readonly standard: SpanProcessor[];
  /** What Outlay's own configuration asks for, in addition. */
  readonly own: SpanProcessor[];
}

/**
 * Makes the processors for every configured destination. With none at all the tree is drawn in the terminal: a user who
 * has just installed Outlay sees something.
 */
export function spanDestinations(config: OutlayConfig, env: Env): SpanDestinations {
  const standard = config.exporters.otlp.standard ? standardDestinations(env) : [];
  const own = [
    ...config.exporters.otlp.endpoints.map((endpoint) => batch("otlp", endpointExporter(endpoint))),
    ...langfuseDestination(config.exporters.langfuse, env),
    ...(config.exporters.file === undefined
      ? []
      : [batch("file", new FileSpanExporter({ path: config.exporters.file }))]),
  ];
  const drawsTree = config.exporters.console ?? standard.length + own.length === 0;
  if (drawsTree) own.push(new SimpleSpanProcessor({ exporter: new ConsoleTreeExporter() }));
  return { standard, own };
}

function standardDestinations(env: Env): SpanProcessor[] {
  const names = exportersFromEnv(env, "TRACES") ?? (hasOtlpEndpoint(env, "TRACES") ? ["otlp"] : []);
  return names.flatMap((name): SpanProcessor[] => {
    if (name === "otlp") return [batch("otlp", otlpSpanExporter(otlpProtocolFromEnv(env, "TRACES")))];
    if (name === "console") return [new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })];
    if (name !== "none")
      diag.warn(`outlay: OTEL_TRACES_EXPORTER "${name}" is not supported, expected otlp, console or none; left out`);
    return [];
  });
}

function endpointExporter({ endpoint, protocol, headers }: OtlpEndpoint): SpanExporter {
  return otlpSpanExporter(protocol, { url: `${endpoint.replace(/\/+$/, "")}/v1/traces`, headers });
}

function langfuseDestination(settings: LangfuseSettings, env: Env): SpanProcessor[] {
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

function batch(name: string, exporter: SpanExporter): SpanProcessor {
  return new BatchSpanProcessor({ exporter: new CountingSpanExporter(name, exporter) });
}
