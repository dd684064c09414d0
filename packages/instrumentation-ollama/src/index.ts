// SPDX-License-Identifier: Apache-2.0
export { OllamaInstrumentation, instrumentOllama } from "./instrumentation.ts";
export type { OllamaInstrumentationConfig } from "./types.ts";
