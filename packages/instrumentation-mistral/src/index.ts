// SPDX-License-Identifier: Apache-2.0
export { MistralInstrumentation, instrumentMistral } from "./instrumentation.ts";
export type { MistralInstrumentationConfig } from "./types.ts";
