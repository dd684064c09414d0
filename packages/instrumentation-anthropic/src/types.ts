// SPDX-License-Identifier: Apache-2.0
import type { InstrumentationConfig } from "@outlay/core";

/** Options of `AnthropicInstrumentation` and `instrumentAnthropic`. */
export type AnthropicInstrumentationConfig = InstrumentationConfig;
