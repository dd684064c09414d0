// SPDX-License-Identifier: Apache-2.0
import type { InstrumentationConfig } from "@outlay/core";

/** Options of `OllamaInstrumentation` and `instrumentOllama`. */
export type OllamaInstrumentationConfig = InstrumentationConfig;
