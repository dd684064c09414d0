// SPDX-License-Identifier: Apache-2.0
import type {
  AggregationTemporality,
  InstrumentType,
  PushMetricExporter,
  ResourceMetrics,
} from "@opentelemetry/sdk-metrics";

import type { Env } from "./otel-env.ts";
import { otlpMetricExporter } from "./otlp.ts";
import type { OtlpProtocol } from "./otlp.ts";

/**
 * An OTLP metric exporter that is loaded with the first export, a minute after the start: a program's start does not
 * wait for it.
 */
export class LateMetricExporter implements PushMetricExporter {
  readonly #protocol: OtlpProtocol;
  #loaded: PushMetricExporter | undefined;
  /** Present only if the environment asks for something other than the default, cumulative. */
  readonly selectAggregationTemporality?: (instrumentType: InstrumentType) => AggregationTemporality;

  constructor(protocol: OtlpProtocol, env: Env) {
    this.#protocol = protocol;
    const select = env["OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"] === undefined ? undefined : this.#exporter;
    const ask = select?.selectAggregationTemporality?.bind(select);
    if (ask !== undefined) this.selectAggregationTemporality = ask;
  }

  export(metrics: ResourceMetrics, resultCallback: Parameters<PushMetricExporter["export"]>[1]): void {
    this.#exporter.export(metrics, resultCallback);
  }

  async forceFlush(): Promise<void> {
    await this.#loaded?.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.#loaded?.shutdown();
  }

  get #exporter(): PushMetricExporter {
    return (this.#loaded ??= otlpMetricExporter(this.#protocol));
  }
}
