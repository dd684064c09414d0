// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { compiledTable, createPriceEngine } from "@outlay/pricing";
import type { PriceEngine, PricePeriod, PriceTable } from "@outlay/pricing";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { writeCopy } from "../src/price-refresh/last-good-copy.ts";
import { PriceRefresher } from "../src/price-refresh/price-refresher.ts";
import { createPublisher, startTableServer, tableOf } from "./table-server.ts";
import type { Publisher, TableServer } from "./table-server.ts";

const SHIPPED = compiledTable();
const NEWER = tableOf("2099-01-01");

let publisher: Publisher;
let server: TableServer;
let folder: string;
let prices: PriceEngine;
let said: string[];

beforeAll(async () => {
  publisher = await createPublisher();
});
beforeEach(async () => {
  server = await startTableServer(publisher);
  folder = await mkdtemp(join(tmpdir(), "outlay-refresh-"));
  prices = createPriceEngine();
  said = [];
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const cacheFile = (): string => join(folder, "prices.signed");

function refresher(
  options: { readonly timeoutMs?: number; readonly publicKey?: string; readonly cached?: boolean } = {},
): PriceRefresher {
  const { timeoutMs = 5_000, publicKey = publisher.publicKey, cached = false } = options;
  return new PriceRefresher({
    settings: { url: server.url, publicKey, everyMs: 60_000, ...(cached && { cacheFile: cacheFile() }) },
    prices,
    log: { warn: (message) => void said.push(message), info: () => undefined },
    timeoutMs,
  });
}

/** The newer table with the prices of some lists changed. */
function changed(share: number, factor: number): PriceTable {
  const count = Math.ceil(NEWER.prices.length * share);
  const change = (price: PricePeriod): PricePeriod => ({
    ...price,
    rates: { ...price.rates, input: (price.rates.input ?? 0) * factor },
  });
  return { ...NEWER, prices: NEWER.prices.map((list, index) => (index < count ? list.map(change) : list)) };
}

describe("a price table that is offered", () => {
  it("is taken when it is newer and signed, and named by every cost from then on", async () => {
    await server.publish(NEWER);
    await refresher().refresh();

    expect([prices.tableVersion, said]).toEqual([NEWER.version, []]);
    const call = {
      provider: "openai",
      requestModel: "gpt-5-mini",
      startTimeMs: Date.now(),
      usage: { inputTokens: 1, outputTokens: 1 },
    };
    expect(prices.price(call)).toMatchObject({ tableVersion: NEWER.version });
  });

  it("is asked for by its etag, and not taken again", async () => {
    await server.publish(NEWER);
    const one = refresher();
    await one.refresh();
    await one.refresh();

    expect(server.requests.map(([path, etag]) => [path, etag !== undefined])).toEqual([
      ["/prices.json", false],
      ["/prices.json.sig", false],
      ["/prices.json", true],
    ]);
    expect(said).toEqual([]);
  });

  it.each<[string, () => Promise<void>, RegExp]>([
    [
      "signed by another key",
      async () =>
        (await createPublisher())
          .sign(server.served.table)
          .then((signature) => void (server.served.signature = signature)),
      /bad signature/,
    ],
    ["changed after it was signed", async () => void (server.served.table[9] = 0x20), /bad signature/],
    ["older than the one in use", () => server.publish(tableOf("2020-01-01")), /not newer/],
    ["with a rate eleven times as high", () => server.publish(changed(0.001, 11)), /rate moved too far/],
    ["with a third of its prices changed", () => server.publish(changed(0.34, 2)), /too many changes/],
    ["no table", () => server.publish({ hello: 1 } as unknown as PriceTable), /not a table/],
  ])("is refused when it is %s, which is said once", async (_what, offer, reason) => {
    await server.publish(NEWER);
    await offer();
    const one = refresher({ cached: true });
    await one.refresh();
    await one.refresh();

    expect(prices.tableVersion).toBe(SHIPPED.version);
    expect(said).toEqual([expect.stringMatching(reason)]);
    expect(said[0]).toContain(`using table ${SHIPPED.version}`);
    expect(await readdir(folder)).toEqual([]);
  });

  it("is taken once its signature is there, after bytes that had none", async () => {
    await server.publish(NEWER);
    const { signature } = server.served;
    server.served.signature = "";
    const one = refresher();
    await one.refresh();
    server.served.signature = signature;
    await one.refresh();
    expect(prices.tableVersion).toBe(NEWER.version);
  });
});

describe("a server that answers", () => {
  const ANSWERS: readonly [string, (request: IncomingMessage, response: ServerResponse) => void, RegExp][] = [
    ["with an error", (_request, response) => response.writeHead(503).end(), /503/],
    [
      "with a redirect",
      (_request, response) => response.writeHead(302, { location: "https://elsewhere.example/" }).end(),
      /302/,
    ],
    ["with too much", (_request, response) => void response.end("x".repeat(1_000_001)), /more than 1000000 bytes/],
    [
      "half",
      (_request, response) =>
        void response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy()),
      /aborted|hang up/,
    ],
    ["never", () => undefined, /timeout/],
  ];
  it.each(ANSWERS)("%s leaves the table that is there", async (_how, answer, reason) => {
    server.served.answer = answer;
    await refresher({ timeoutMs: 200 }).refresh();
    expect(prices.tableVersion).toBe(SHIPPED.version);
    expect(said).toEqual([expect.stringMatching(reason)]);
  });

  it("not at all leaves it too", async () => {
    await server[Symbol.asyncDispose]();
    await refresher().refresh();
    expect(said).toEqual([expect.stringMatching(/ECONNREFUSED/)]);
    server = await startTableServer(publisher);
  });
});

describe("the last good copy", () => {
  it("is there at the next start, without the server", async () => {
    await server.publish(NEWER);
    await refresher({ cached: true }).refresh();
    prices = createPriceEngine();
    await refresher({ cached: true }).restore();
    expect([prices.tableVersion, said]).toEqual([NEWER.version, []]);
  });

  it("is verified again: what somebody changed on disk is not used", async () => {
    await server.publish(NEWER);
    await refresher({ cached: true }).refresh();
    const bytes = await readFile(cacheFile());
    bytes[bytes.length - 5] = 0x20;
    await writeFile(cacheFile(), bytes);
    prices = createPriceEngine();
    await refresher({ cached: true }).restore();
    expect(prices.tableVersion).toBe(SHIPPED.version);
    expect(said).toEqual([expect.stringMatching(/the copy in .* is not used: bad signature/)]);
  });

  it("is passed over in silence when the package has caught up with it, or when there is none", async () => {
    await server.publish(tableOf("2020-01-01"));
    await writeCopy(cacheFile(), {
      bytes: server.served.table,
      signature: Buffer.from(server.served.signature, "base64"),
    });
    await refresher({ cached: true }).restore();
    await rm(cacheFile());
    await refresher({ cached: true }).restore();
    expect([prices.tableVersion, said]).toEqual([SHIPPED.version, []]);
  });

  it("is used however far it has come, step by step, from the prices of the package", async () => {
    const steps = [3, 9, 27].map((factor, index) =>
      tableOf(`2099-01-0${index + 1}`, { prices: changed(0.1, factor).prices }),
    );
    for (const step of steps) {
      await server.publish(step);
      await refresher({ cached: true }).refresh();
    }
    expect([prices.table.date, said]).toEqual(["2099-01-03", []]);
    prices = createPriceEngine();
    await refresher({ cached: true }).restore();
    expect([prices.table.date, said]).toEqual(["2099-01-03", []]);
  });

  it("survives a process that was killed before the new one took its place", async () => {
    await server.publish(NEWER);
    await refresher({ cached: true }).refresh();
    await writeFile(`${cacheFile()}.killed.tmp`, "half of a table");
    prices = createPriceEngine();
    await refresher({ cached: true }).restore();
    expect(prices.tableVersion).toBe(NEWER.version);
  });

  it("that cannot be written is said, and the table is used all the same", async () => {
    await server.publish(NEWER);
    await rm(folder, { recursive: true });
    await refresher({ cached: true }).refresh();
    expect(prices.tableVersion).toBe(NEWER.version);
    expect(said).toEqual([expect.stringMatching(/no copy in/)]);
    folder = await mkdtemp(join(tmpdir(), "outlay-refresh-"));
  });
});
