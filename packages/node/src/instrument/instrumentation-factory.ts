// SPDX-License-Identifier: Apache-2.0
import type { InstrumentationConfig, SdkInstrumentation } from "@outlay/core";

import type { OutlayConfig } from "../config/outlay-config.ts";

/** Makes one instrumentation out of what all have in common, and of what the configuration says of its SDK. */
export type InstrumentationFactory = (common: InstrumentationConfig, config: OutlayConfig) => SdkInstrumentation;
