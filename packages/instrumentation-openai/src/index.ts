// SPDX-License-Identifier: Apache-2.0
export { OpenAIInstrumentation, instrumentOpenAI } from "./instrumentation.ts";
export type { OpenAIInstrumentationConfig } from "./types.ts";
