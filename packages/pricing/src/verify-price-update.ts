// SPDX-License-Identifier: Apache-2.0
import { checkPriceTable } from "./check-table.ts";
import { diffPriceTables, pricesOf } from "./diff-tables.ts";
import type { PriceChange } from "./diff-tables.ts";
import { movedTooFar } from "./moved-too-far.ts";
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
  /** It is the table in use. */
  | { readonly status: "unchanged" }
  | { readonly status: "refused"; readonly reason: UpdateRefusal; readonly detail: string };

/** Most that a table may have; the compiled one has 0.3 MB. */
export const MAX_TABLE_BYTES = 1_000_000;

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

/** When a table was made. A day sorts before every moment of it. */
function issuedAt({ date, issued = date }: PriceTable): string {
  return issued;
}

function judge(current: PriceTable, table: PriceTable, isOwnCopy: boolean): UpdateVerdict {
  if (table.version === current.version && issuedAt(table) === issuedAt(current)) return { status: "unchanged" };
  if (issuedAt(table) <= issuedAt(current)) {
    const [theirs, ours] = [table, current].map((one) => `${one.version} of ${issuedAt(one)}`);
    return refused("not_newer", `${theirs}, current is ${ours}`);
  }
  const changes = diffPriceTables(current, table);
  return (isOwnCopy ? undefined : refusedDrift(current, table, changes)) ?? { status: "accepted", table, changes };
}

function refusedDrift(
  current: PriceTable,
  table: PriceTable,
  changes: readonly PriceChange[],
): UpdateVerdict | undefined {
  const far = changes.find(({ provider, id }) =>
    movedTooFar(pricesOf(current, provider, id) ?? [], pricesOf(table, provider, id) ?? []),
  );
  if (far !== undefined) return refused("rate_moved_too_far", `${far.provider}/${far.id}`);
  const known = Object.values(current.providers).reduce((sum, ids) => sum + Object.keys(ids).length, 0);
  const changed = changes.filter(({ kind }) => kind !== "added").length;
  return changed > known * MAX_CHANGED_SHARE ? refused("too_many_changes", `${changed} of ${known} ids`) : undefined;
}

/**
 * Decides whether a downloaded price table may replace the current one: signed, whole, newer, and without a change
 * that no provider makes. Never throws; a refused update leaves the current table as it is.
 *
 * @param publicKey - Raw Ed25519 key of the publisher, 32 bytes.
 * @param options - `isOwnCopy`: an earlier process took this table, step by step, and kept it; how far it is from
 * the current one by now says nothing. Everything else is checked all the same.
 */
export async function verifyPriceUpdate(
  update: PriceUpdate,
  publicKey: Uint8Array<ArrayBuffer>,
  current: PriceTable,
  { isOwnCopy = false }: { readonly isOwnCopy?: boolean } = {},
): Promise<UpdateVerdict> {
  if (update.bytes.length > MAX_TABLE_BYTES)
    return refused("too_large", `${update.bytes.length} bytes, at most ${MAX_TABLE_BYTES}`);
  if (!(await isSigned(update, publicKey)))
    return refused("bad_signature", "not signed by the key, or not these bytes");
  const checked = checkPriceTable(parse(update.bytes));
  if ("table" in checked) return judge(current, checked.table, isOwnCopy);
  const [first] = checked.problems;
  return refused("not_a_table", `${first?.key ?? ""}: ${first?.value ?? ""}, expected ${first?.expected ?? ""}`);
}
