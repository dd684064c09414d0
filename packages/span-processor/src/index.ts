// SPDX-License-Identifier: Apache-2.0
export { OutlaySpanProcessor } from "./outlay-span-processor.ts";
export type { OutlaySpanProcessorOptions, PricedOperation } from "./outlay-span-processor.ts";
