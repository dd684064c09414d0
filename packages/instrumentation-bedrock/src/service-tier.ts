// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, textOf } from "@outlay/core";

import type { InvokeResponseFields } from "./internal-types.ts";

/** Latency-optimised inference has prices of its own, so it is the tier as far as a price goes. */
export function servedTier(tier: unknown, latency: unknown): string | undefined {
  return latency === "optimized" ? "optimized" : textOf(tier);
}

/** The tier of InvokeModel, whole or streamed. SDKs from before there were tiers leave the header alone. */
export function tierOf(output: unknown, headers: Readonly<Record<string, unknown>>): string | undefined {
  const { serviceTier, performanceConfigLatency } = fieldsOf<InvokeResponseFields>(output);
  return servedTier(
    textOf(serviceTier) ?? headers["x-amzn-bedrock-service-tier"],
    performanceConfigLatency ?? headers["x-amzn-bedrock-performanceconfig-latency"],
  );
}
