// SPDX-License-Identifier: Apache-2.0
import { checkPriceTable } from "./check-table.ts";
import { diffPriceTables } from "./diff-tables.ts";
import type { PriceChange } from "./diff-tables.ts";
import type { PriceTable } from "./price-table.ts";

/** A table that somebody offers in place of the current one. */
export interface PriceUpdate {
  /** The table as JSON, exactly as signed. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Ed25519 signature over `bytes`, 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** Why an update was not taken. */
export type UpdateRefusal =
  | "too_large"
  | "bad_signature"
  | "not_a_table"
  | "not_newer"
  | "rate_moved_too_far"
  | "too_many_changes";

/** What became of an update. */
export type UpdateVerdict =
  | { readonly status: "accepted"; readonly table: PriceTable; readonly changes: readonly PriceChange[] }
  | { readonly status: "refused"; readonly reason: UpdateRefusal; readonly detail: string };

/** The compiled table has 0.3 MB. */
const MAX_BYTES = 1_000_000;

/** A rate that moves further is a mistake or an attack. */
const MAX_RATE_FACTOR = 10;

/** Providers never change that many prices at once. */
const MAX_CHANGED_SHARE = 0.2;

function refused(reason: UpdateRefusal, detail: string): UpdateVerdict {
  return { status: "refused", reason, detail };
}

async function isSigned(update: PriceUpdate, publicKey: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const { subtle } = globalThis.crypto;
    const key = await subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await subtle.verify("Ed25519", key, update.signature, update.bytes);
  } catch {
    return false;
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** A free model that is no longer free moved too far, and the other way round. */
function movedTooFar(change: PriceChange): boolean {
  return change.rates.some(({ before, after }) => {
    if (before === undefined || after === undefined) return false;
    return after > before * MAX_RATE_FACTOR || before > after * MAX_RATE_FACTOR;
  });
}

function judge(current: PriceTable, table: PriceTable): UpdateVerdict {
  if (table.date <= current.date) return refused("not_newer", `${table.version}, current is ${current.version}`);
  const changes = diffPriceTables(current, table);
  const far = changes.find(movedTooFar);
  if (far !== undefined) return refused("rate_moved_too_far", `${far.provider}/${far.id}`);
  const known = Object.values(current.providers).reduce((sum, ids) => sum + Object.keys(ids).length, 0);
  const changed = changes.filter(({ kind }) => kind !== "added").length;
  if (changed > known * MAX_CHANGED_SHARE) return refused("too_many_changes", `${changed} of ${known} ids`);
  return { status: "accepted", table, changes };
}

/**
 * Decides whether a downloaded price table may replace the current one: signed, whole, newer, and without a change
 * that no provider makes. Never throws; a refused update leaves the current table as it is.
 *
 * @param publicKey - Raw Ed25519 key of the publisher, 32 bytes.
 */
export async function verifyPriceUpdate(
  update: PriceUpdate,
  publicKey: Uint8Array<ArrayBuffer>,
  current: PriceTable,
): Promise<UpdateVerdict> {
  if (update.bytes.length > MAX_BYTES)
    return refused("too_large", `${update.bytes.length} bytes, at most ${MAX_BYTES}`);
  if (!(await isSigned(update, publicKey)))
    return refused("bad_signature", "not signed by the key, or not these bytes");
  const checked = checkPriceTable(parse(update.bytes));
  if ("table" in checked) return judge(current, checked.table);
  const [first] = checked.problems;
  return refused("not_a_table", `${first?.key ?? ""}: ${first?.value ?? ""}, expected ${first?.expected ?? ""}`);
}
