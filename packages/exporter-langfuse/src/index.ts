// SPDX-License-Identifier: Apache-2.0
export { langfuseConfigFromEnv } from "./config-from-env.ts";
export type { LangfuseConfig, LangfuseConfigResult } from "./config-from-env.ts";
export { LangfuseSpanExporter } from "./langfuse-span-exporter.ts";
export type { LangfuseSpanExporterOptions } from "./langfuse-span-exporter.ts";
export { langfuseSpan } from "./langfuse-span.ts";
export { sendOutcomesToLangfuse } from "./outcome-scores.ts";
export type { LangfuseClientLike, OutcomeScoresOptions } from "./outcome-scores.ts";
export { TraceRoots } from "./trace-roots.ts";
export type { TraceAttributes } from "./trace-roots.ts";
