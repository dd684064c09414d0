// SPDX-License-Identifier: Apache-2.0
export type {
  CallInput,
  InstrumentationContract,
  SdkStreamLike,
  Subject,
  Surface,
  SurfaceErrors,
  Variant,
} from "./contract.ts";
export { describeInstrumentation } from "./describe-instrumentation.ts";
export type { DescribeOptions } from "./describe-instrumentation.ts";
export type { HistogramPoint } from "./histograms.ts";
export { ANSWER, PROMPT } from "./suite.ts";
export { startTelemetry } from "./telemetry.ts";
export type { Telemetry } from "./telemetry.ts";
