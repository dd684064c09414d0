// SPDX-License-Identifier: Apache-2.0
import { EventEmitter, once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

import { decode, decompress, encodeResponse, encodingOf, type Encoding, type Signal } from "./decode.ts";
import { logsFrom } from "./logs.ts";
import { metricsFrom } from "./metrics.ts";
import type { ReceivedLog, ReceivedMetric, ReceivedSpan } from "./records.ts";
import { FaultQueue, type Fault } from "./script.ts";
import { spansFrom } from "./traces.ts";
import { logTree, metricTree, traceTree, type TreeOptions } from "./trees.ts";

/** An export request as it came, before decoding. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed. */
  readonly body: Buffer;
  /** Whether the client stayed until the whole response had left; never rejects. */
  readonly outcome: Promise<"answered" | "aborted">;
}

/** Options of {@link startOtlpReceiver}. */
export interface OtlpReceiverOptions {
  /** @defaultValue 0: any free port */
  readonly port?: number;
}

const DEFAULT_WAIT_MS = 5000;

/** A running loopback OTLP/HTTP receiver: any path that ends in `/v1/traces`, `/v1/metrics` or `/v1/logs`. */
export class OtlpReceiver implements AsyncDisposable {
  readonly #spans: ReceivedSpan[] = [];
  readonly #metrics: ReceivedMetric[] = [];
  readonly #logs: ReceivedLog[] = [];
  readonly #requests: ReceivedRequest[] = [];
  readonly #problems: string[] = [];
  readonly #faults = new FaultQueue();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #http: Server;
  #url = "";

  constructor() {
    this.#http = createServer((message, response) => {
      this.#receive(message, response).catch((error: unknown) => this.#refuse(response, error));
    });
  }

  /** `http://127.0.0.1:port`, for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get url(): string {
    return this.#url;
  }

  /** In the order they arrived. */
  get spans(): readonly ReceivedSpan[] {
    return this.#spans;
  }

  /** In the order they arrived; a metric exported twice is here twice. */
  get metrics(): readonly ReceivedMetric[] {
    return this.#metrics;
  }

  /** In the order they arrived. */
  get logs(): readonly ReceivedLog[] {
    return this.#logs;
  }

  /** Every request that could be decompressed, also those answered with a fault or refused. */
  get requests(): readonly ReceivedRequest[] {
    return this.#requests;
  }

  /** Why requests were refused: bodies that are not OTLP. Empty in a healthy test. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Listens on 127.0.0.1. */
  async listen(port: number): Promise<void> {
    this.#http.listen(port, "127.0.0.1");
    await once(this.#http, "listening");
    this.#url = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** Answers the next exports with faults. */
  enqueue(...faults: readonly Fault[]): void {
    this.#faults.push(faults);
  }

  /** Lets go every export held by a `stall` fault. */
  release(): void {
    this.#changes.emit("release");
  }

  /**
   * Waits until something has arrived.
   *
   * @param predicate - Asked now and after each request; the first result that is not false, null or undefined is returned.
   * @throws {Error} After `timeoutMs`, with what has arrived until then.
   */
  async waitFor<Result>(
    predicate: (receiver: OtlpReceiver) => Result | undefined | null | false,
    timeoutMs: number = DEFAULT_WAIT_MS,
  ): Promise<Result> {
    const signal = AbortSignal.timeout(timeoutMs);
    for (;;) {
      const result = predicate(this);
      if (result !== undefined && result !== null && result !== false) return result;
      try {
        await once(this.#changes, "request", { signal });
      } catch (error) {
        throw new Error(`waited ${timeoutMs} ms in vain; received:\n${this.#summary()}`, { cause: error });
      }
    }
  }

  /** The traces as text, see {@link traceTree}. */
  tree(options?: TreeOptions): string {
    return traceTree(this.#spans, options);
  }

  /** The metrics as text, see {@link metricTree}. */
  metricTree(options?: TreeOptions): string {
    return metricTree(this.#metrics, options);
  }

  /** The log records as text, see {@link logTree}. */
  logTree(options?: TreeOptions): string {
    return logTree(this.#logs, options);
  }

  /** Forgets what has arrived; faults to come stay. */
  clear(): void {
    for (const list of [this.#spans, this.#metrics, this.#logs, this.#requests, this.#problems]) list.length = 0;
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    const closed = once(this.#http, "close");
    this.#http.close();
    this.#http.closeAllConnections();
    await closed;
  }

  /** @inheritDoc close */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const { method = "GET", headers } = message;
    const path = new URL(message.url ?? "/", "http://loopback").pathname;
    const body = decompress(Buffer.concat(chunks), headers["content-encoding"]);
    this.#requests.push({ method, path, headers, body, outcome: outcomeOf(response) });
    const signal = /\/v1\/(traces|metrics|logs)$/.exec(path)?.[1] as Signal | undefined;
    const encoding = encodingOf(headers["content-type"]);
    if (!signal || method !== "POST") throw new TypeError(`no such endpoint: ${method} ${path}`);
    if (!encoding) throw new TypeError(`content-type: expected JSON or protobuf, got ${headers["content-type"]}`);
    const fault = this.#faults.take(signal);
    if (fault?.kind === "stall") {
      this.#changes.emit("request");
      await once(this.#changes, "release");
      if (response.destroyed) return;
    }
    if (!failInstead(response, fault)) this.#accept(response, signal, encoding, body, fault);
    this.#changes.emit("request");
  }

  #accept(response: ServerResponse, signal: Signal, encoding: Encoding, body: Buffer, fault: Fault | undefined): void {
    const decoded = decode(signal, encoding, body);
    if (signal === "traces") this.#spans.push(...spansFrom(decoded));
    else if (signal === "metrics") this.#metrics.push(...metricsFrom(decoded));
    else this.#logs.push(...logsFrom(decoded));
    const complaint = fault?.kind === "partial-success" ? fault : { rejected: 0, message: "" };
    response.writeHead(200, { "content-type": encoding === "json" ? "application/json" : "application/x-protobuf" });
    response.end(encodeResponse(encoding, complaint.rejected, complaint.message));
  }

  #refuse(response: ServerResponse, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#problems.push(message);
    if (!response.headersSent) response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ code: 3, message }));
    this.#changes.emit("request");
  }

  #summary(): string {
    return [this.tree(), this.metricTree(), this.logTree(), ...this.#problems].filter(Boolean).join("\n\n");
  }
}

/** Starts a receiver. */
export async function startOtlpReceiver(options: OtlpReceiverOptions = {}): Promise<OtlpReceiver> {
  const receiver = new OtlpReceiver();
  await receiver.listen(options.port ?? 0);
  return receiver;
}

function outcomeOf(response: ServerResponse): ReceivedRequest["outcome"] {
  return new Promise((resolve) => {
    response.once("close", () => resolve(response.writableFinished ? "answered" : "aborted"));
  });
}

function failInstead(response: ServerResponse, fault: Fault | undefined): boolean {
  if (fault?.kind === "reset") {
    response.socket?.resetAndDestroy();
    return true;
  }
  if (fault?.kind !== "status") return false;
  const retryAfter = fault.retryAfterSeconds === undefined ? {} : { "retry-after": String(fault.retryAfterSeconds) };
  response.writeHead(fault.status, { "content-type": "text/plain", ...retryAfter });
  response.end(fault.body ?? "");
  return true;
}
