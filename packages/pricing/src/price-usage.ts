// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";

import type { Cost, PriceQuery } from "./cost.ts";
import { createPriceEngine } from "./price-engine.ts";
import type { PriceEngine } from "./price-engine.ts";

let engine: PriceEngine | undefined;

/**
 * Prices one call's usage from the compiled table. Pure: the same arguments give the same cost, on any runtime.
 *
 * @param usage - Counts as the provider billed them; `inputTokens` is the whole prompt, cached tokens included.
 * @param call - Provider, model and moment of the call, and its tier and region where they matter.
 * @returns The cost, or `unpriced` with a reason. Never an estimate of zero.
 */
export function priceUsage(usage: Usage, call: Omit<PriceQuery, "usage">): Cost {
  engine ??= createPriceEngine();
  return engine.price({ ...call, usage });
}
