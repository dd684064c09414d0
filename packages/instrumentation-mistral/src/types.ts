// SPDX-License-Identifier: Apache-2.0
import type { InstrumentationConfig } from "@outlay/core";

/** Options of `MistralInstrumentation` and `instrumentMistral`. */
export type MistralInstrumentationConfig = InstrumentationConfig;
