// SPDX-License-Identifier: Apache-2.0
export type { Signal } from "./decode.ts";
export {
  startOtlpReceiver,
  type OtlpReceiver,
  type OtlpReceiverOptions,
  type ReceivedRequest,
} from "./otlp-receiver.ts";
export type {
  Attributes,
  AttributeValue,
  Buckets,
  Exemplar,
  MetricPoint,
  ReceivedEvent,
  ReceivedLink,
  ReceivedLog,
  ReceivedMetric,
  ReceivedSpan,
  Scope,
} from "./records.ts";
export type { Fault } from "./script.ts";
export { logTree, metricTree, traceTree, type TreeOptions } from "./trees.ts";
