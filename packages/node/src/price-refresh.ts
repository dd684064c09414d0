// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import { guard } from "@outlay/core";
import type { PriceEngine } from "@outlay/pricing";

import type { OutlayConfig } from "./config/outlay-config.ts";

interface PriceRefreshModule {
  startPriceRefresh(settings: NonNullable<OutlayConfig["pricing"]["refresh"]>, prices: PriceEngine): void;
}

/** Keeps the price table new if the configuration names a place to get it from; nothing is loaded otherwise. */
export function refreshPrices({ pricing: { refresh } }: OutlayConfig, prices: PriceEngine): void {
  if (refresh === undefined) return;
  guard("node.price_refresh", () => {
    const module = createRequire(import.meta.url)("#price-refresh") as PriceRefreshModule;
    module.startPriceRefresh(refresh, prices);
  });
}
