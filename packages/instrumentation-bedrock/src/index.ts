// SPDX-License-Identifier: Apache-2.0
export { BedrockInstrumentation, instrumentBedrock } from "./instrumentation.ts";
export type { InstrumentationConfig as BedrockInstrumentationConfig } from "@outlay/core";
