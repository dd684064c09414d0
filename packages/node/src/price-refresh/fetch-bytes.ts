// SPDX-License-Identifier: Apache-2.0
import { request as requestHttp } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";

/** Bounds of one download. */
export interface DownloadLimits {
  readonly maxBytes: number;
  /** Ends the download wherever it is. */
  readonly signal: AbortSignal;
}

/** What a server answered. */
export type Download =
  | { readonly status: "fetched"; readonly bytes: Buffer<ArrayBuffer>; readonly etag: string | undefined }
  | { readonly status: "not_modified" };

const OK = 200;
const NOT_MODIFIED = 304;

/**
 * Downloads one file, without keeping the process alive for it. Follows no redirect: where prices come from is the
 * user's decision.
 *
 * @param etag - Of the copy that is there already.
 * @throws {Error} If anything but the whole file, or word that it is the same, comes within the limits.
 */
export async function fetchBytes(url: string, limits: DownloadLimits, etag?: string): Promise<Download> {
  const response = await respond(url, {
    agent: false,
    signal: limits.signal,
    headers: etag === undefined ? {} : { "if-none-match": etag },
  });
  if (response.statusCode === NOT_MODIFIED) {
    response.resume();
    return { status: "not_modified" };
  }
  if (response.statusCode !== OK) {
    response.destroy();
    throw new Error(`the server answered ${response.statusCode ?? "nothing"}`);
  }
  return { status: "fetched", bytes: await readAll(response, limits.maxBytes), etag: response.headers.etag };
}

function respond(url: string, options: RequestOptions): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (new URL(url).protocol === "https:" ? requestHttps : requestHttp)(url, options);
  // A program that has nothing else to do must be able to end.
  request.on("socket", (socket) => void socket.unref());
  request.on("response", resolve);
  request.on("error", reject);
  request.end();
  return promise;
}

/** A response that ends early is an error of its stream. */
async function readAll(response: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let count = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    count += chunk.length;
    if (count > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
