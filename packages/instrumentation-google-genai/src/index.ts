// SPDX-License-Identifier: Apache-2.0
export { GoogleGenAIInstrumentation, instrumentGoogleGenAI } from "./instrumentation.ts";
export type { GoogleGenAIInstrumentationConfig } from "./types.ts";
