// SPDX-License-Identifier: Apache-2.0
import type { OutlaySpanProcessor } from "@outlay/span-processor";

import { createCostPipeline } from "./cost-pipeline.ts";
import { configFor } from "./setup.ts";
import type { OutlaySetupOptions } from "./setup.ts";

/**
 * The span processor that the environment and `outlay.config.yaml` describe, with price overrides, budgets and the channels of
 * their alerts, for a program that sets up OpenTelemetry itself: `new NodeSDK({ spanProcessors: [outlaySpanProcessor()] })`.
 */
export function outlaySpanProcessor(options: OutlaySetupOptions = {}): OutlaySpanProcessor {
  return createCostPipeline(configFor(options)).processor;
}
