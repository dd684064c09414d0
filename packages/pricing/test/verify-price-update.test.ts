// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from "vitest";

import { compiledTable, createPriceEngine, verifyPriceUpdate } from "../src/index.ts";
import type { PricePeriod, PriceTable, UpdateVerdict } from "../src/index.ts";
import { checkPriceTable } from "../src/check-table.ts";

const current = compiledTable();
const NEWER = { date: "2099-01-01", version: "2099-01-01.00000000" };

let keys: CryptoKeyPair;
let publicKey: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  keys = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
});

async function offer(
  value: unknown,
  spoil: (bytes: Uint8Array) => void = () => {},
  inUse: PriceTable = current,
  options: { readonly isOwnCopy?: boolean } = {},
): Promise<UpdateVerdict> {
  const bytes = new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", keys.privateKey, bytes));
  spoil(bytes);
  return verifyPriceUpdate({ bytes, signature }, publicKey, inUse, options);
}

/** The current table, newer, with the prices of some lists changed. */
function changed(share: number, change: (price: PricePeriod) => PricePeriod): PriceTable {
  const count = Math.ceil(current.prices.length * share);
  const prices = current.prices.map((list, index) => (index < count ? list.map(change) : list));
  return { ...current, ...NEWER, prices };
}

function dearer(factor: number): (price: PricePeriod) => PricePeriod {
  return (price) => ({ ...price, rates: { ...price.rates, input: (price.rates.input ?? 0) * factor } });
}

/** Leaves standard rates alone. */
function freeInBatch(price: PricePeriod): PricePeriod {
  const { batch } = price.tiers ?? {};
  return batch === undefined
    ? price
    : { ...price, tiers: { ...price.tiers, batch: { rates: { ...batch.rates, input: 0 } } } };
}

describe("an update", () => {
  it("that is the table in use is none", async () => {
    expect(await offer(current)).toEqual({ status: "unchanged" });
  });

  it("is taken when it is signed, whole and newer", async () => {
    const verdict = await offer({ ...current, ...NEWER });
    expect(verdict).toMatchObject({ status: "accepted", changes: [] });
    const engine = createPriceEngine();
    if (verdict.status === "accepted") engine.replaceTable(verdict.table);
    expect(engine.tableVersion).toBe(NEWER.version);
  });

  it("may correct a table of the same day, once it says that it was issued later", async () => {
    const first = { ...current, issued: `${current.date}T10:00:00Z` };
    const correction = { ...changed(0.01, dearer(2)), date: current.date, version: `${current.date}.corrected` };
    expect(await offer(correction)).toMatchObject({ status: "refused", reason: "not_newer" });
    const later = { ...correction, issued: `${current.date}T10:00:01Z` };
    for (const before of [current, first])
      expect(await offer(later, undefined, before)).toMatchObject({ status: "accepted" });
    expect(await offer(first, undefined, { ...current, ...later })).toMatchObject({ reason: "not_newer" });
    expect(await offer(later, undefined, { ...current, ...later })).toEqual({ status: "unchanged" });
  });

  it("that was taken before may be any distance from the current one, but no less signed, whole and newer", async () => {
    const own = { isOwnCopy: true };
    const drifted = changed(0.5, dearer(11));
    expect(await offer(drifted, undefined, current, own)).toMatchObject({ status: "accepted" });
    expect(await offer({ ...drifted, date: "2020-01-01" }, undefined, current, own)).toMatchObject({
      reason: "not_newer",
    });
    expect(await offer({ ...drifted, rows: [] }, undefined, current, own)).toMatchObject({ reason: "not_a_table" });
    const spoilt = await offer(drifted, (bytes) => void bytes.fill(32, 0, 1), current, own);
    expect(spoilt).toMatchObject({ reason: "bad_signature" });
  });

  it("may change some prices", async () => {
    const verdict = await offer(changed(0.01, dearer(2)));
    expect(verdict.status === "accepted" && verdict.changes.length > 0).toBe(true);
  });

  it.each([
    [
      "changed after signing",
      { ...current, ...NEWER },
      "bad_signature",
      (bytes: Uint8Array) => void bytes.fill(32, 0, 1),
    ],
    ["no JSON", "{", "not_a_table", undefined],
    ["no table", { hello: 1 }, "not_a_table", undefined],
    ["a table of another format", { ...current, ...NEWER, formatVersion: 2 }, "not_a_table", undefined],
    ["a table with an index past its end", { ...current, ...NEWER, rows: [] }, "not_a_table", undefined],
    ["issued at no moment", { ...current, ...NEWER, issued: "today" }, "not_a_table", undefined],
    ["as old as the current one", { ...current, version: `${current.date}.0` }, "not_newer", undefined],
    ["older", { ...current, version: "2020-01-01.0", date: "2020-01-01" }, "not_newer", undefined],
    ["larger than a megabyte", "x".repeat(1_000_001), "too_large", undefined],
    ["one with a rate eleven times as high", changed(0.01, dearer(11)), "rate_moved_too_far", undefined],
    ["one with a batch rate that is gone to nothing", changed(0.05, freeInBatch), "rate_moved_too_far", undefined],
    ["one with a negative rate", changed(0.01, dearer(-1)), "not_a_table", undefined],
    ["one with a fraction of a pico-USD", changed(0.01, dearer(1.000_000_3)), "not_a_table", undefined],
    ["one that changes half of all prices", changed(0.5, dearer(2)), "too_many_changes", undefined],
  ])("is refused when it is %s", async (_name, value, reason, spoil) => {
    expect(await offer(value, spoil)).toMatchObject({ status: "refused", reason, detail: expect.stringMatching(/\S/) });
  });

  it("is refused when somebody else signed it, or nobody", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...current, ...NEWER }));
    for (const key of [publicKey, new Uint8Array(32), new Uint8Array(5)]) {
      const verdict = await verifyPriceUpdate({ bytes, signature: new Uint8Array(64) }, key, current);
      expect(verdict).toMatchObject({ status: "refused", reason: "bad_signature" });
    }
  });
});

it("the compiled table passes the check that updates have to pass", () => {
  expect(checkPriceTable(current)).toEqual({ table: current });
});
