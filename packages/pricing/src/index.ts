// SPDX-License-Identifier: Apache-2.0
export type { BillLine } from "./bill-lines.ts";
export type {
  ComputedCost,
  Cost,
  CostPart,
  CostParts,
  IterationCost,
  MatchedBy,
  PriceProblem,
  PriceQuery,
  ReportedCost,
  UnpricedCost,
  UnpricedReason,
} from "./cost.ts";
export { compiledTable } from "./compiled-table.ts";
export { diffPriceTables } from "./diff-tables.ts";
export type { PriceChange, RateChange } from "./diff-tables.ts";
export type { PriceExplanation } from "./explain-call.ts";
export { exactPicoUsd, nanoUsdFromPico, PICO_PER_USD, usdFromPico } from "./money.ts";
export type { Ratio } from "./money.ts";
export { createPriceEngine } from "./price-engine.ts";
export type { PriceEngine, PriceEngineOptions } from "./price-engine.ts";
export type { PriceFileProblem } from "./check.ts";
export { parsePriceOverrides } from "./price-overrides.ts";
export type { ListedModel, PriceEntry } from "./price-entry.ts";
export type { DisplayCurrency, ModelAlias, ModelOverride, PriceOverrides, TenantOverride } from "./price-overrides.ts";
export type {
  ContextBand,
  HolidayCalendar,
  PricePeriod,
  PriceRow,
  PriceSchedule,
  PriceSource,
  PriceTable,
  RateCard,
  RateName,
  RegionPrice,
  SearchContextSize,
  TieredCard,
  TokenRates,
  UnitName,
  UnitRates,
} from "./price-table.ts";
export { canonicalProvider, hostFacts } from "./provider-name.ts";
export type { HostFacts } from "./provider-name.ts";
export { priceUsage } from "./price-usage.ts";
export { MAX_TABLE_BYTES, verifyPriceUpdate } from "./verify-price-update.ts";
export type { PriceUpdate, UpdateRefusal, UpdateVerdict } from "./verify-price-update.ts";
