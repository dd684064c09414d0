// SPDX-License-Identifier: Apache-2.0
import { verifyPriceUpdate } from "@outlay/pricing";
import type { PriceUpdate } from "@outlay/pricing";

import type { PriceRefresh } from "../config/outlay-config.ts";
import { readCopy } from "./last-good-copy.ts";
import type { TableHolder } from "./table-holder.ts";
import { messageOf, wordsOf } from "./words.ts";

/** What became of the table that an earlier process kept. */
export type RestoredTable =
  | { readonly status: "used"; readonly changedModels: number }
  /** There is none, or a newer release of the package has caught up with it. */
  | { readonly status: "none" }
  | { readonly status: "not_used"; readonly why: string };

/**
 * Takes the table that an earlier process fetched and kept, if it is newer and still signed. Fetches nothing and never
 * throws.
 */
export async function restorePriceTable(
  { cacheFile, publicKey }: Pick<PriceRefresh, "cacheFile" | "publicKey">,
  prices: TableHolder,
): Promise<RestoredTable> {
  if (cacheFile === undefined) return { status: "none" };
  try {
    const copy = await readCopy(cacheFile);
    return copy === undefined ? { status: "none" } : await take(copy, publicKey, cacheFile, prices);
  } catch (error) {
    return { status: "not_used", why: `the copy in ${cacheFile} cannot be read: ${messageOf(error)}` };
  }
}

async function take(
  copy: PriceUpdate,
  publicKey: string,
  cacheFile: string,
  prices: TableHolder,
): Promise<RestoredTable> {
  const verdict = await verifyPriceUpdate(copy, Buffer.from(publicKey, "base64"), prices.table, { isOwnCopy: true });
  if (verdict.status === "accepted") {
    prices.replaceTable(verdict.table);
    return { status: "used", changedModels: verdict.changes.length };
  }
  if (verdict.status === "unchanged" || verdict.reason === "not_newer") return { status: "none" };
  return { status: "not_used", why: `the copy in ${cacheFile} is not used: ${wordsOf(verdict)}` };
}
