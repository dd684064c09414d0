// SPDX-License-Identifier: Apache-2.0
export { acceptBaggage, maskContent, withAttributes } from "@outlay/core";
export type { ContentMask, WithAttributesOptions } from "@outlay/core";
export { OutlaySpanProcessor } from "@outlay/span-processor";
export type { OutlaySpanProcessorOptions, PricedOperation } from "@outlay/span-processor";
export { outlayInstrumentations } from "./instrumentations.ts";
export type { InstrumentationName, OutlaySetupOptions } from "./instrumentations.ts";
export { outlaySpanProcessor } from "./span-processor.ts";
export type { OutlayConfig } from "./config/outlay-config.ts";
export { formatProblem } from "./config/problem.ts";
export type { ConfigProblem } from "./config/problem.ts";
export { CONFIG_FILE, resolveConfig } from "./config/resolve-config.ts";
export type { ConfigSources, ResolvedConfig } from "./config/resolve-config.ts";
