// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { compiledTable } from "@outlay/pricing";
import type { PricePeriod, PriceTable } from "@outlay/pricing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { lineWith, outlay } from "./run.ts";
import type { Ran } from "./run.ts";

const ISSUED = `${compiledTable().date}T23:00:00Z`;

let folder: string;
let keys: CryptoKeyPair;
let published: PriceTable;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-refreshed-"));
  keys = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const publicKey = Buffer.from(await crypto.subtle.exportKey("raw", keys.publicKey)).toString("base64");
  await writeFile(
    join(folder, "outlay.config.yaml"),
    `pricing:\n  refresh:\n    url: https://prices.example/table.json\n    public_key: ${publicKey}\n    cache_file: prices.signed\n`,
  );
  published = await publishedTable();
});
afterAll(() => rm(folder, { recursive: true }));

/** The built-in table of a later moment, twice as dear, with a model of tomorrow. */
async function publishedTable(): Promise<PriceTable> {
  const { stdout } = await outlay(["prices", "table", "--issued", ISSUED]);
  const table = JSON.parse(stdout) as PriceTable;
  const dearer = (price: PricePeriod): PricePeriod => ({
    ...price,
    rates: { ...price.rates, input: (price.rates.input ?? 0) * 2 },
  });
  const openai = { ...table.providers["openai"], "gpt-tomorrow": table.providers["openai"]?.["gpt-5"] ?? -1 };
  const prices = table.prices.map((list) => list.map(dearer));
  return { ...table, version: "fetched", prices, providers: { ...table.providers, openai } };
}

/** Keeps a table as a program does that fetched it. */
async function keep(table: PriceTable, spoil: (bytes: Buffer) => unknown = () => undefined): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(table));
  const signature = Buffer.from(await crypto.subtle.sign("Ed25519", keys.privateKey, bytes)).toString("base64");
  spoil(bytes);
  await writeFile(join(folder, "prices.signed"), Buffer.concat([Buffer.from(`${signature}\n`), bytes]));
}

const command = (...args: readonly string[]): Promise<Ran> => outlay(["prices", ...args], { cwd: folder });
const explain = (model: string): Promise<Ran> =>
  command("explain", model, "--provider", "openai", "--input", "1000", "--output", "0");

describe("the table that the programs of this folder fetched last", () => {
  it("is what prices are shown and explained by", async () => {
    await keep(published);
    const explained = await explain("gpt-5");
    expect([explained.stderr, lineWith("table", explained.stdout)]).toEqual(["", "table fetched"]);
    expect(lineWith("total", explained.stdout)).toBe("total 0.0025");
    const shown = await command("show", "gpt-tomorrow");
    expect(lineWith("price table", shown.stdout)).toBe("price table fetched");
    expect(lineWith("standard", shown.stdout)).toContain("2.50");
  });

  it("is where names like an unknown one are looked for", async () => {
    await keep(published);
    const { stdout } = await command("show", "gpt-tomorow", "--provider", "openai");
    expect(stdout).toContain("gpt-tomorrow");
  });

  it("is passed over, and said to be, when somebody changed it", async () => {
    await keep(published, (bytes) => bytes.fill(0x20, 3, 4));
    const { stdout, stderr } = await explain("gpt-5");
    expect(stderr).toMatch(/prices\.signed is not used: bad signature .*; using table 2026-/);
    expect(lineWith("total", stdout)).toBe("total 0.00125");
  });

  it("is passed over in silence once the package is newer, or while nothing was fetched", async () => {
    await keep({ ...published, issued: "2020-01-01T00:00:00Z", date: "2020-01-01" });
    expect((await explain("gpt-5")).stderr).toBe("");
    await rm(join(folder, "prices.signed"));
    expect((await explain("gpt-5")).stderr).toBe("");
  });
});
