// SPDX-License-Identifier: Apache-2.0
import type { Attributes, Histogram, Meter } from "@opentelemetry/api";
import { GEN_AI, METRICS, SERVER } from "@outlay/semconv";

import type { Operation } from "./operation.ts";

/** The three client histograms of the GenAI conventions. */
export interface CallMetrics {
  record(operation: Operation): void;
}

/**
 * Creates the histograms on a meter.
 *
 * Attributes are the conventions' low-cardinality ones; ids never become metric attributes.
 */
export function createCallMetrics(meter: Meter): CallMetrics {
  const tokens = histogram(meter, METRICS.TOKEN_USAGE);
  const duration = histogram(meter, METRICS.OPERATION_DURATION);
  const firstChunk = histogram(meter, METRICS.TIME_TO_FIRST_CHUNK);
  return {
    record(operation) {
      const attributes = metricAttributes(operation);
      // The result of a batch is read long after the call, and a sum of calls has no one length: neither is a duration.
      if (operation.serviceTier !== "batch" && operation.callCount === undefined)
        duration.record(
          (operation.endTimeMs - operation.startTimeMs) / 1000,
          operation.errorType === undefined ? attributes : { ...attributes, [SERVER.ERROR_TYPE]: operation.errorType },
        );
      if (operation.timeToFirstChunkMs !== undefined)
        firstChunk.record(operation.timeToFirstChunkMs / 1000, attributes);
      const { inputTokens, outputTokens } = operation.usage ?? {};
      if (inputTokens !== undefined) tokens.record(inputTokens, { ...attributes, [GEN_AI.TOKEN_TYPE]: "input" });
      if (outputTokens !== undefined) tokens.record(outputTokens, { ...attributes, [GEN_AI.TOKEN_TYPE]: "output" });
    },
  };
}

/** The attributes of the conventions that every GenAI client metric carries. */
export function metricAttributes(operation: Operation): Attributes {
  const attributes: Attributes = {
    [GEN_AI.OPERATION_NAME]: operation.operationName,
    [GEN_AI.PROVIDER_NAME]: operation.provider,
  };
  if (operation.requestModel !== undefined) attributes[GEN_AI.REQUEST_MODEL] = operation.requestModel;
  if (operation.responseModel !== undefined) attributes[GEN_AI.RESPONSE_MODEL] = operation.responseModel;
  if (operation.serverAddress !== undefined) attributes[SERVER.ADDRESS] = operation.serverAddress;
  if (operation.serverPort !== undefined) attributes[SERVER.PORT] = operation.serverPort;
  return attributes;
}

type HistogramMetric = (typeof METRICS)["TOKEN_USAGE" | "OPERATION_DURATION" | "TIME_TO_FIRST_CHUNK"];

function histogram(meter: Meter, metric: HistogramMetric): Histogram {
  return meter.createHistogram(metric.name, {
    unit: metric.unit,
    description: metric.description,
    advice: { explicitBucketBoundaries: [...metric.buckets] },
  });
}
