// SPDX-License-Identifier: Apache-2.0
// Loaded only when the configuration asks for it; what it bundles of the pricing package is nothing that has a state.
import { context, diag } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";

import type { PriceRefresh } from "../config/outlay-config.ts";
import { PriceRefresher } from "./price-refresher.ts";
import type { TableHolder } from "./table-holder.ts";

/** Starts with the copy on disk, then asks at once and every so often. Keeps no process alive. */
export function startPriceRefresh(settings: PriceRefresh, prices: TableHolder): void {
  const log = {
    warn: (message: string) => diag.warn(message),
    info: (message: string) => diag.info(message),
  };
  const refresher = new PriceRefresher({ settings, prices, log });
  // Our own requests are not the program's: its HTTP instrumentation must not trace them.
  const refresh = (): Promise<void> => context.with(suppressTracing(context.active()), () => refresher.refresh());
  void refresher.restore().then(refresh);
  setInterval(() => void refresh(), settings.everyMs).unref();
}
