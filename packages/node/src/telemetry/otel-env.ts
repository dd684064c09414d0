// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import type { TextMapPropagator } from "@opentelemetry/api";
import { W3CBaggagePropagator, W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import type { BatchSpanProcessorOptions, Sampler } from "@opentelemetry/sdk-trace";

import type { OtlpProtocol } from "./otlp.ts";

/** Environment of the process. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The three signals, as they appear in the names of `OTEL_*` variables. */
export type Signal = "TRACES" | "METRICS" | "LOGS";

/**
 * Which exporters `OTEL_{signal}_EXPORTER` asks for; `undefined` when it says nothing.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#exporter-selection
 */
export function exportersFromEnv(env: Env, signal: Signal): readonly string[] | undefined {
  const value = env[`OTEL_${signal}_EXPORTER`]?.trim();
  if (value === undefined || value === "") return undefined;
  return value.split(",").map((name) => name.trim().toLowerCase());
}

/** Tells whether the environment names an OTLP endpoint for a signal. */
export function hasOtlpEndpoint(env: Env, signal: Signal): boolean {
  return Boolean(env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]);
}

/** Reads the OTLP protocol; `grpc` is answered with `http/protobuf`, and said. */
export function otlpProtocolFromEnv(env: Env, signal: Signal): OtlpProtocol {
  const value = env[`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`] ?? env["OTEL_EXPORTER_OTLP_PROTOCOL"] ?? "http/protobuf";
  if (value === "http/json" || value === "http/protobuf") return value;
  diag.warn(
    `outlay: OTLP protocol "${value}" is not supported, expected http/protobuf or http/json; http/protobuf is used`,
  );
  return "http/protobuf";
}

/** Makes the sampler that `OTEL_TRACES_SAMPLER` names; `undefined` for the SDK's default. */
export function samplerFromEnv(env: Env): Sampler | undefined {
  const name = env["OTEL_TRACES_SAMPLER"];
  if (name === undefined || name === "") return undefined;
  const make = SAMPLERS[name];
  if (make === undefined) {
    diag.warn(
      `outlay: OTEL_TRACES_SAMPLER "${name}" is unknown, expected ${Object.keys(SAMPLERS).join(", ")}; parentbased_always_on is used`,
    );
    return undefined;
  }
  return make(ratio(env["OTEL_TRACES_SAMPLER_ARG"]));
}

const SAMPLERS: Readonly<Record<string, (ratio: number) => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (share) => new TraceIdRatioBasedSampler(share),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: (share) => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
};

const PROPAGATORS: Readonly<Record<string, () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
};

/** Makes the propagators that `OTEL_PROPAGATORS` names: W3C trace context and baggage unless it says otherwise. */
export function propagatorsFromEnv(env: Env): TextMapPropagator[] {
  const names = (env["OTEL_PROPAGATORS"]?.trim() || "tracecontext,baggage").split(",").map((name) => name.trim());
  return names.flatMap((name) => {
    const make = PROPAGATORS[name];
    if (make === undefined && name !== "none") {
      diag.warn(
        `outlay: OTEL_PROPAGATORS "${name}" is not supported, expected tracecontext, baggage or none; left out`,
      );
    }
    return make === undefined ? [] : [make()];
  });
}

/** How spans are batched, as `OTEL_BSP_*` says; the SDK's defaults for what it does not say, or says wrongly. */
export function batchOptionsFromEnv(env: Env): BatchOptions {
  const options: { -readonly [Key in keyof BatchOptions]: BatchOptions[Key] } = {};
  for (const [variable, option] of BATCH_VARIABLES) {
    const value = env[variable];
    if (value === undefined || value === "") continue;
    const count = Number(value);
    if (Number.isSafeInteger(count) && count > 0) options[option] = count;
    else diag.warn(`outlay: ${variable} "${value}" is not a whole number above 0; the SDK's default is used`);
  }
  return options;
}

type BatchOptions = Pick<
  BatchSpanProcessorOptions,
  "scheduledDelayMillis" | "maxQueueSize" | "maxExportBatchSize" | "exportTimeoutMillis"
>;

const BATCH_VARIABLES = [
  ["OTEL_BSP_SCHEDULE_DELAY", "scheduledDelayMillis"],
  ["OTEL_BSP_MAX_QUEUE_SIZE", "maxQueueSize"],
  ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "maxExportBatchSize"],
  ["OTEL_BSP_EXPORT_TIMEOUT", "exportTimeoutMillis"],
] as const;

function ratio(value: string | undefined): number {
  const share = Number(value ?? "1");
  if (share >= 0 && share <= 1) return share;
  diag.warn(`outlay: OTEL_TRACES_SAMPLER_ARG "${value ?? ""}" is not a number from 0 to 1; 1 is used`);
  return 1;
}
