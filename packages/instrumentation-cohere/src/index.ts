// SPDX-License-Identifier: Apache-2.0
export { CohereInstrumentation, instrumentCohere } from "./instrumentation.ts";
export type { CohereInstrumentationConfig } from "./types.ts";
