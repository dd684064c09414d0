// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { compiledTable } from "@outlay/pricing";
import type { PriceTable } from "@outlay/pricing";

/** Signs tables as a publisher does. */
export interface Publisher {
  /** As the configuration has it. */
  readonly publicKey: string;
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
}

/** Makes a publisher with a key of its own. */
export async function createPublisher(): Promise<Publisher> {
  const keys = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const publicKey = Buffer.from(await crypto.subtle.exportKey("raw", keys.publicKey)).toString("base64");
  return {
    publicKey,
    sign: async (bytes) => Buffer.from(await crypto.subtle.sign("Ed25519", keys.privateKey, bytes)).toString("base64"),
  };
}

/** What is served: a table and its signature, or an answer of the test's own. */
export interface Served {
  table: Uint8Array<ArrayBuffer>;
  signature: string;
  /** Takes the place of the answer for the table. */
  answer?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

/** A server of price tables on loopback. */
export interface TableServer extends AsyncDisposable {
  readonly url: string;
  readonly served: Served;
  /** Paths and `if-none-match` of every request. */
  readonly requests: (readonly [path: string, etag: string | undefined])[];
  /** Publishes a table, signed. */
  publish(table: PriceTable): Promise<void>;
}

/** Starts it with nothing published. */
export async function startTableServer(publisher: Publisher): Promise<TableServer> {
  const served: Served = { table: new Uint8Array(), signature: "" };
  const requests: [string, string | undefined][] = [];
  const server: Server = createServer((request, response) => {
    requests.push([request.url ?? "", request.headers["if-none-match"]]);
    const etag = `"${served.signature.slice(0, 8)}"`;
    if (request.url?.endsWith(".sig") === true) response.end(`${served.signature}\n`);
    else if (served.answer !== undefined) served.answer(request, response);
    else if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag }).end(served.table);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prices.json`,
    served,
    requests,
    async publish(table) {
      served.table = new TextEncoder().encode(JSON.stringify(table));
      served.signature = await publisher.sign(served.table);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The table of the package, as of a later day. */
export function tableOf(date: string, change: Partial<PriceTable> = {}): PriceTable {
  return { ...compiledTable(), date, version: `${date}.test`, ...change };
}
