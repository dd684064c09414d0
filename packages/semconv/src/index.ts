// SPDX-License-Identifier: Apache-2.0
export { ATTRIBUTES, ATTRIBUTE_NAMES_LATEST } from "./attributes.ts";
export type { AttributeDescription, AttributeType } from "./attributes.ts";
export { AWS } from "./aws.ts";
export {
  ATTRIBUTE_FAMILIES,
  BILLED_OPERATIONS,
  CACHE_BESIDE_INPUT,
  DIALECTS,
  GEN_AI_DIALECT,
  MODEL_PREFIXES,
  NO_PROVIDERS,
  PROVIDER_ALIASES,
  REASONING_BESIDE_OUTPUT,
  REMOTE_AGENT_OPERATION,
  SCOPE_NAMES,
} from "./dialects/index.ts";
export type { AttributeFamily, CountFact, Dialect, Inclusion, JsonSource, TextFact } from "./dialects/index.ts";
export { EVENTS } from "./events.ts";
export { METRICS } from "./metrics.ts";
export type { MetricDescription } from "./metrics.ts";
export { GEN_AI, MCP, SERVER } from "./gen-ai.ts";
export { OUTLAY } from "./outlay.ts";
export type {
  AttributesLike,
  ExportResultLike,
  HrTimeLike,
  InstrumentationScopeLike,
  ReadableSpanLike,
  ResourceLike,
  SpanContextLike,
  SpanEventLike,
  SpanExporterLike,
  SpanLinkLike,
} from "./span.ts";
