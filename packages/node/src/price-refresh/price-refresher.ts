// SPDX-License-Identifier: Apache-2.0
import { MAX_TABLE_BYTES, verifyPriceUpdate } from "@outlay/pricing";
import type { PriceUpdate, UpdateVerdict } from "@outlay/pricing";

import type { PriceRefresh } from "../config/outlay-config.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import { writeCopy } from "./last-good-copy.ts";
import { restorePriceTable } from "./restore-price-table.ts";
import type { TableHolder } from "./table-holder.ts";
import { messageOf, wordsOf } from "./words.ts";

/** The base64 of 64 bytes, and room for line ends. */
const MAX_SIGNATURE_BYTES = 256;
const TIMEOUT_MS = 5_000;

/** Who is told what became of a table. */
export interface RefreshLog {
  warn(message: string): void;
  info(message: string): void;
}

/** What {@link PriceRefresher} works with. */
export interface PriceRefresherOptions {
  readonly settings: PriceRefresh;
  readonly prices: TableHolder;
  readonly log: RefreshLog;
  /** Longest that one refresh takes, in milliseconds. @defaultValue 5 seconds */
  readonly timeoutMs?: number;
}

/**
 * Keeps the price table new: downloads a signed one and puts it in the place of the current one, or says why not.
 *
 * Nothing here throws, and whatever goes wrong, the last good table stays.
 */
export class PriceRefresher {
  readonly #settings: PriceRefresh;
  readonly #prices: TableHolder;
  readonly #log: RefreshLog;
  readonly #timeoutMs: number;
  readonly #publicKey: Uint8Array<ArrayBuffer>;
  #etag: string | undefined;
  #lastSaid: string | undefined;

  constructor({ settings, prices, log, timeoutMs = TIMEOUT_MS }: PriceRefresherOptions) {
    this.#settings = settings;
    this.#prices = prices;
    this.#log = log;
    this.#timeoutMs = timeoutMs;
    this.#publicKey = Buffer.from(settings.publicKey, "base64");
  }

  /** Takes the table that an earlier process kept on disk, if it still may be used. */
  async restore(): Promise<void> {
    const restored = await restorePriceTable(this.#settings, this.#prices);
    if (restored.status === "used") this.#sayTaken(restored.changedModels);
    if (restored.status === "not_used") this.#sayOnce(restored.why);
  }

  /** Asks for a newer table once. */
  async refresh(): Promise<void> {
    try {
      const update = await this.#download();
      if (update === undefined) return;
      const verdict = await this.#take(update);
      if (verdict.status === "refused") {
        this.#sayOnce(`the table was refused: ${wordsOf(verdict)}`);
        return;
      }
      this.#lastSaid = undefined;
      if (verdict.status === "accepted") await this.#keep(update);
    } catch (error) {
      this.#sayOnce(`no table: ${messageOf(error)}`);
    }
  }

  /** @returns `undefined` if the server says that nothing changed. */
  async #download(): Promise<PriceUpdate | undefined> {
    const { url } = this.#settings;
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const table = await fetchBytes(url, { signal, maxBytes: MAX_TABLE_BYTES }, this.#etag);
    if (table.status === "not_modified") return undefined;
    const signature = await fetchBytes(signatureUrl(url), { signal, maxBytes: MAX_SIGNATURE_BYTES });
    if (signature.status === "not_modified") throw new Error("the server answered 304 for the signature");
    const update = { bytes: table.bytes, signature: Buffer.from(signature.bytes.toString("latin1"), "base64") };
    this.#etag = table.etag;
    return update;
  }

  async #take(update: PriceUpdate): Promise<UpdateVerdict> {
    const verdict = await verifyPriceUpdate(update, this.#publicKey, this.#prices.table);
    if (verdict.status === "accepted") {
      this.#prices.replaceTable(verdict.table);
      this.#sayTaken(verdict.changes.length);
    }
    // The table may be right and its signature not published yet: the same bytes have to be asked for again.
    if (verdict.status === "refused" && verdict.reason === "bad_signature") this.#etag = undefined;
    return verdict;
  }

  async #keep(update: PriceUpdate): Promise<void> {
    const { cacheFile } = this.#settings;
    if (cacheFile === undefined) return;
    try {
      await writeCopy(cacheFile, update);
    } catch (error) {
      this.#sayOnce(`no copy in ${cacheFile}: ${messageOf(error)}`);
    }
  }

  #sayTaken(changedModels: number): void {
    this.#log.info(`outlay: price table ${this.#prices.table.version}, ${changedModels} models changed`);
  }

  /** The same reason every hour is noise. */
  #sayOnce(what: string): void {
    if (what === this.#lastSaid) return;
    this.#lastSaid = what;
    this.#log.warn(`outlay: price refresh: ${what}; using table ${this.#prices.table.version}`);
  }
}

/** Beside the table, as `prices.json.sig`; a query stays one. */
function signatureUrl(url: string): string {
  const beside = new URL(url);
  beside.pathname += ".sig";
  return beside.href;
}
