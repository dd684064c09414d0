// SPDX-License-Identifier: Apache-2.0
export {
  acceptBaggage,
  maskContent,
  recordOperation,
  recordOutcome,
  startAgent,
  startTool,
  startWorkflow,
  traceAgent,
  traceTool,
  traceWorkflow,
  withAttributes,
  withHumanWait,
} from "@outlay/core";
export type {
  AgentOptions,
  ContentMask,
  RecordedCall,
  RecordedOutcome,
  StructureSpan,
  ToolOptions,
  WithAttributesOptions,
  WorkflowOptions,
} from "@outlay/core";
export { OutlaySpanProcessor } from "@outlay/span-processor";
export type { OutlaySpanProcessorOptions, PricedOperation } from "@outlay/span-processor";
export { loadBudgetStores } from "./budget-store.ts";
export { flush } from "./flush.ts";
export type { FlushOptions } from "./flush.ts";
export { outlayInstrumentations, outlayTargets } from "./instrumentations.ts";
export type { OutlaySetupOptions } from "./setup.ts";
export { outlaySpanProcessor } from "./span-processor.ts";
export type { OutlayConfig } from "./config/outlay-config.ts";
export type { InstrumentationName } from "./config/sdk-table.ts";
export { formatProblem } from "./config/problem.ts";
export type { ConfigProblem } from "./config/problem.ts";
export { restorePriceTable } from "./price-refresh/restore-price-table.ts";
export type { RestoredTable } from "./price-refresh/restore-price-table.ts";
export type { TableHolder } from "./price-refresh/table-holder.ts";
export { CONFIG_FILE, resolveConfig } from "./config/resolve-config.ts";
export type { ConfigSources, ResolvedConfig } from "./config/resolve-config.ts";
