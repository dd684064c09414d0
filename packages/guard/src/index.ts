// SPDX-License-Identifier: Apache-2.0
export { enforceBreakers } from "./enforce-breakers.ts";
export type { EnforceBreakersOptions } from "./enforce-breakers.ts";
export { enforceBudgets } from "./enforce-budgets.ts";
export type { EnforceBudgetsOptions, EstimateOptions } from "./enforce-budgets.ts";
export { countExpiredLeases, countStoreError, recordEstimateRatio } from "./ledger-metrics.ts";
