// SPDX-License-Identifier: Apache-2.0
import type { InstrumentationConfig } from "@outlay/core";

/** Options of `CohereInstrumentation` and `instrumentCohere`. */
export type CohereInstrumentationConfig = InstrumentationConfig;
