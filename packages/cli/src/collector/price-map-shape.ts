// SPDX-License-Identifier: Apache-2.0
import type { PriceMap } from "./price-map.ts";

/** How far statements have to look: OTTL has no loops. */
export interface PriceMapShape {
  readonly mostPeriods: number;
  readonly mostBands: number;
  readonly providers: readonly string[];
}

/** The largest of everything in a price map. */
export function priceMapShape(map: PriceMap): PriceMapShape {
  const periods = Object.values(map).flatMap((rows) => Object.values(rows).map((row) => row.periods));
  const bands = periods.flat().flatMap(({ cards }) => Object.values(cards).map((all) => all.length));
  return {
    mostPeriods: Math.max(1, ...periods.map((all) => all.length)),
    mostBands: Math.max(1, ...bands),
    providers: Object.keys(map),
  };
}
