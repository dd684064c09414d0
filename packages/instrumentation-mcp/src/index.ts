// SPDX-License-Identifier: Apache-2.0
export { McpInstrumentation, instrumentMcp } from "./instrumentation.ts";
export type { McpInstrumentationConfig } from "./types.ts";
