// SPDX-License-Identifier: Apache-2.0
export { AnthropicInstrumentation, instrumentAnthropic } from "./instrumentation.ts";
export { disableNativeTracing } from "./native-tracing.ts";
export type { AnthropicInstrumentationConfig } from "./types.ts";
