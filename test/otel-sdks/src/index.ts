// SPDX-License-Identifier: Apache-2.0
export { OTEL_SDKS } from "./otel-sdks.ts";
export type { OtelSdk, ProviderOptions, TestProvider } from "./otel-sdks.ts";
export { recordSpans } from "./record-spans.ts";
export type { SpanTree } from "./record-spans.ts";
