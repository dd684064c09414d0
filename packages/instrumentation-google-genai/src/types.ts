// SPDX-License-Identifier: Apache-2.0
import type { InstrumentationConfig } from "@outlay/core";

/** Options of `GoogleGenAIInstrumentation` and `instrumentGoogleGenAI`. */
export type GoogleGenAIInstrumentationConfig = InstrumentationConfig;
