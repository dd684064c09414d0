// SPDX-License-Identifier: Apache-2.0
export { chatCompletionsSurface } from "./chat-completions.ts";
export type { ChatCompletionsLike, ChatCompletionsVendor } from "./chat-completions.ts";
export type {
  CallInput,
  InstrumentationContract,
  SdkStreamLike,
  StreamWay,
  Subject,
  Surface,
  SurfaceErrors,
  SurfaceTraits,
  Variant,
} from "./contract.ts";
export { describeExplicit } from "./describe-explicit.ts";
export type { ExplicitContract } from "./describe-explicit.ts";
export { describeInstrumentation } from "./describe-instrumentation.ts";
export { earlierTurns } from "./earlier-turns.ts";
export type { Turn } from "./earlier-turns.ts";
export { editedBody } from "./edited-body.ts";
export type { DescribeOptions } from "./describe-instrumentation.ts";
export type { HistogramPoint } from "./histograms.ts";
export { isSince } from "./is-since.ts";
export { spanTree } from "./span-tree.ts";
export { recordOperations } from "./recorded-operations.ts";
export type { RecordedOperations } from "./recorded-operations.ts";
export { ANSWER, PROMPT } from "./suite.ts";
export { startTelemetry } from "./telemetry.ts";
export type { Telemetry } from "./telemetry.ts";
export { subjectsByName } from "./subjects-by-name.ts";
export type { SubjectsByName } from "./subjects-by-name.ts";
