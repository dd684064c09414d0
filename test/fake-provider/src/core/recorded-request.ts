// SPDX-License-Identifier: Apache-2.0
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

import { isObject } from "./json.ts";
import type { JsonObject } from "./script.ts";

/** How an exchange ended: `answered` when the whole response left, `aborted` when the connection closed before. */
export type Outcome = "answered" | "aborted";

/** What one client sent, byte for byte. */
export class RecordedRequest {
  /** Position among all requests, from 0. */
  readonly index: number;
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case, as Node gives them. */
  readonly headers: IncomingHttpHeaders;
  /** Alternating names and values in the order and case they were sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** Settles when the exchange is over; never rejects. */
  readonly outcome: Promise<Outcome>;
  #json: JsonObject | undefined;

  constructor(index: number, message: IncomingMessage, body: Buffer, outcome: Promise<Outcome>) {
    const url = new URL(message.url ?? "/", "http://loopback");
    this.index = index;
    this.method = message.method ?? "GET";
    this.path = url.pathname;
    this.query = url.searchParams;
    this.headers = message.headers;
    this.rawHeaders = message.rawHeaders;
    this.body = body;
    this.outcome = outcome;
  }

  /** The body as UTF-8. */
  text(): string {
    return this.body.toString("utf8");
  }

  /** The body as a JSON object; `{}` when it is not one. */
  json(): JsonObject {
    this.#json ??= parseObject(this.text());
    return this.#json;
  }

  /** A text field of a body that is a form, or of one that is JSON. */
  field(name: string): string | undefined {
    const value = this.json()[name];
    if (typeof value === "string") return value;
    return new RegExp(`name="${name}"\\r\\n\\r\\n(.*?)\\r\\n--`, "s").exec(this.body.toString("latin1"))?.[1];
  }

  /** The model named in the body or, as Azure, Bedrock and Vertex do, in the path. */
  get model(): string | undefined {
    const named = this.json()["model"];
    if (typeof named === "string") return named;
    const inPath = /\/(?:deployments|models?)\/([^/:]+(?::\d+)?)/.exec(decodeURIComponent(this.path));
    return inPath?.[1];
  }
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
