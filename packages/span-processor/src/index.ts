// SPDX-License-Identifier: Apache-2.0
export { BilledCalls } from "./billed-calls.ts";
export { OutlaySpanProcessor } from "./outlay-span-processor.ts";
export type { OutlaySpanProcessorOptions, PricedOperation } from "./outlay-span-processor.ts";
