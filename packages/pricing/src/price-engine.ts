// SPDX-License-Identifier: Apache-2.0
import { compiledTable } from "./compiled-table.ts";
import type { Cost, PriceQuery } from "./cost.ts";
import { explainCall } from "./explain-call.ts";
import type { PriceExplanation } from "./explain-call.ts";
import { priceCall } from "./price-call.ts";
import type { PriceEntry } from "./price-entry.ts";
import { PriceIndex } from "./price-index.ts";
import { NO_OVERRIDES } from "./price-overrides.ts";
import type { DisplayCurrency, PriceOverrides } from "./price-overrides.ts";
import type { PriceTable } from "./price-table.ts";

/** How {@link createPriceEngine} is set up. */
export interface PriceEngineOptions {
  /** @defaultValue the table compiled into this package */
  readonly table?: PriceTable;
  /** A user's own prices, as `parsePriceOverrides` returns them. */
  readonly overrides?: PriceOverrides;
  /**
   * Days after the table's date from which costs are `stale`.
   * @defaultValue 120
   */
  readonly staleAfterDays?: number;
}

/** Prices calls. Holds no state but what it remembers of names, and never throws. */
export interface PriceEngine {
  readonly tableVersion: string;
  /** The price table in use. */
  readonly table: PriceTable;
  /** Currency that the user wants to see beside USD. */
  readonly currency: DisplayCurrency | undefined;
  /** What a call cost, or that nobody knows. Reads no clock: `startTimeMs` selects the price. */
  price(query: PriceQuery): Cost;
  /** The same, with every product of the bill. */
  explain(query: PriceQuery): PriceExplanation;
  /** The listed price of a model, found as {@link PriceEngine.price} finds it. */
  find(provider: string, model: string): PriceEntry | undefined;
  /** Takes other overrides from the next call on. */
  replaceOverrides(overrides: PriceOverrides): void;
  /** Takes another table from the next call on. */
  replaceTable(table: PriceTable): void;
}

const DEFAULT_STALE_AFTER_DAYS = 120;

/** A price engine over the compiled table, or over another one. */
export function createPriceEngine(options: PriceEngineOptions = {}): PriceEngine {
  return new TablePriceEngine(options);
}

class TablePriceEngine implements PriceEngine {
  readonly #options: PriceEngineOptions;
  #built: PriceIndex | undefined;

  constructor(options: PriceEngineOptions) {
    this.#options = options;
  }

  /** Built with the first price: the start of a program does not pay for parsing the table. */
  get #index(): PriceIndex {
    const { table, overrides = NO_OVERRIDES } = this.#options;
    this.#built ??= this.#indexOf(table ?? compiledTable(), overrides);
    return this.#built;
  }

  get table(): PriceTable {
    return this.#index.table;
  }

  get tableVersion(): string {
    return this.#index.table.version;
  }

  get currency(): DisplayCurrency | undefined {
    return this.#index.overrides.currency;
  }

  replaceOverrides(overrides: PriceOverrides): void {
    this.#built = this.#indexOf(this.#index.table, overrides);
  }

  replaceTable(table: PriceTable): void {
    this.#built = this.#indexOf(table, this.#index.overrides);
  }

  find(provider: string, model: string): PriceEntry | undefined {
    return this.#index.find(provider, model);
  }

  price(query: PriceQuery): Cost {
    return priceCall(this.#index, query);
  }

  explain(query: PriceQuery): PriceExplanation {
    return explainCall(this.#index, query);
  }

  #indexOf(table: PriceTable, overrides: PriceOverrides): PriceIndex {
    return new PriceIndex(table, overrides, this.#options.staleAfterDays ?? DEFAULT_STALE_AFTER_DAYS);
  }
}
