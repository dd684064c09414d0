// SPDX-License-Identifier: Apache-2.0
import type { Now } from "./clock.ts";
import type { FrameWriter } from "./framing.ts";
import type { IdSource } from "./id-source.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { PrefixStore } from "../cache/prefix-store.ts";
import type { SocketRoute } from "./sockets.ts";
import type { JsonObject, Reply, ScriptedEvent, Step } from "./script.ts";

/** What every vendor of one server shares: time, ids and the prompt cache. */
export interface World {
  readonly now: Now;
  readonly ids: IdSource;
  readonly cache: PrefixStore;
  /** `http://127.0.0.1:port`, for links in bodies. */
  readonly url: () => string;
}

/** A response before any fault is applied. */
export type Answer = {
  readonly headers?: Readonly<Record<string, string>>;
  /** Runs when the first byte leaves: prompt cache entries are readable only from then on. */
  readonly onBegin?: () => void;
} & (
  | { readonly kind: "json"; readonly body: unknown }
  | { readonly kind: "lines"; readonly lines: readonly unknown[] }
  | { readonly kind: "bytes"; readonly contentType: string; readonly bytes: Uint8Array }
  | { readonly kind: "stream"; readonly events: readonly ScriptedEvent[] }
);

/** A failure as the vendor reports it. */
export interface Problem {
  readonly status: number;
  readonly type?: string;
  readonly message?: string;
}

/** How a vendor, on one family of paths, dresses every response. */
export interface Dialect {
  readonly frames: FrameWriter;
  /** A fresh request id. */
  readonly requestId: (world: World) => string;
  /** Headers that come with every response. */
  readonly headers: (requestId: string, world: World) => Record<string, string>;
  readonly errorBody: (problem: Problem, requestId: string) => JsonObject;
  /** Extra headers of an error response. */
  readonly errorHeaders?: (problem: Problem) => Record<string, string>;
  /** What reports a failure inside a stream. */
  readonly errorFrame: (problem: Problem) => Uint8Array;
}

/** A request together with what the script says to answer. */
export interface Call {
  readonly world: World;
  readonly request: RecordedRequest;
  /** Named groups of the route's path, decoded. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly body: JsonObject;
  readonly reply: Reply;
  /** The next step for a request that stands for several calls, as a batch does. */
  readonly nextStep: () => Step | undefined;
}

/** One endpoint. */
export interface Route {
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  readonly dialect: Dialect;
  /** Whether the request generates something and so takes the next step of the script. */
  readonly generates: boolean;
  /** @throws {RequestError} When the vendor would refuse the request. */
  readonly handle: (call: Call) => Answer;
}

/** One provider: its endpoints, with state of its own behind them. */
export interface Vendor {
  readonly name: string;
  readonly routes: readonly Route[];
  /** Endpoints that are WebSockets. */
  readonly sockets?: readonly SocketRoute[];
}

/** Endpoints under one root that generate, by the rest of their path. */
export function postRoutes(
  root: string,
  dialect: Dialect,
  endpoints: Readonly<Record<string, (call: Call) => Answer>>,
): Route[] {
  return Object.entries(endpoints).map(([path, handle]) => ({
    method: "POST",
    path: new RegExp(`^${root}${path}$`),
    dialect,
    generates: true,
    handle,
  }));
}

/** A request the vendor refuses; becomes its error body. */
export class RequestError extends Error {
  readonly status: number;
  readonly type: string | undefined;

  constructor(status: number, message: string, type?: string) {
    super(message);
    this.name = "RequestError";
    this.status = status;
    this.type = type;
  }
}
