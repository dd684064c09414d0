// SPDX-License-Identifier: Apache-2.0
import { createBudgetGuard } from "@outlay/budget";
import type {
  BudgetDefinition,
  BudgetEvent,
  BudgetGuard,
  BudgetGuardOptions,
  HeldBudgetStanding,
} from "@outlay/budget";
import type { PriceEngine } from "@outlay/pricing";
import { OutlaySpanProcessor } from "@outlay/span-processor";

import { enforceBudgets } from "../src/index.ts";

/** What may be other than usual. */
export interface InForceOptions extends BudgetGuardOptions {
  /** Of the bounds. */
  readonly prices?: PriceEngine;
  /** Of what calls did cost. @defaultValue the same */
  readonly settledBy?: PriceEngine;
  readonly onBudgetEvent?: (event: BudgetEvent) => void;
}

/** One budget in force, without any OpenTelemetry SDK. */
export interface InForce {
  readonly guard: BudgetGuard;
  /** Tells the guard what calls cost; goes into an SDK where there is one. */
  readonly processor: OutlaySpanProcessor;
  standing(): Promise<HeldBudgetStanding | undefined>;
  stop(): Promise<void>;
}

/** Puts one budget in force: a dollar a day, unless something else is said. */
export function putInForce(budget: Partial<BudgetDefinition>, options: InForceOptions = {}): InForce {
  const { prices, settledBy = prices, onBudgetEvent, ...others } = options;
  const definition: BudgetDefinition = {
    name: "day",
    limit: { usd: 1 },
    window: { every: "day" },
    thresholds: [{ at: "100%", action: "block" }],
    ...budget,
  };
  const guard = createBudgetGuard([definition], others);
  const processor = new OutlaySpanProcessor({
    budgets: guard,
    ...(settledBy !== undefined && { prices: settledBy }),
    ...(onBudgetEvent !== undefined && { onBudgetEvent }),
  });
  const stopEnforcing = enforceBudgets(guard, prices === undefined ? {} : { prices });
  return {
    guard,
    processor,
    standing: async () => {
      await processor.forceFlush();
      return (await guard.status())[0];
    },
    stop: async () => {
      stopEnforcing();
      await processor.shutdown();
    },
  };
}
