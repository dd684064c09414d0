// SPDX-License-Identifier: Apache-2.0
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import { Gate } from "./gate.ts";
import { RecordedRequest, type Outcome } from "./recorded-request.ts";
import { respond, sendProblem, type Exchange } from "./respond.ts";
import type { Step } from "./script.ts";
import { ScriptQueue } from "./script-queue.ts";
import { SocketServer, type SocketRoute } from "./sockets.ts";
import { RequestError, type Answer, type Call, type Route, type World } from "./vendor.ts";

/** The HTTP server behind the fake provider: records, finds the route, plays the script. */
export class ProviderServer {
  readonly requests: RecordedRequest[] = [];
  readonly script: ScriptQueue = new ScriptQueue();
  readonly gate: Gate = new Gate();
  readonly #arrivals = new EventEmitter();
  readonly #http: Server;
  readonly #world: World;
  readonly #routes: readonly Route[];
  readonly #sockets: SocketServer = new SocketServer();
  readonly #maxRecordedRequests: number;
  #arrived = 0;

  constructor(
    world: World,
    routes: readonly Route[],
    maxRecordedRequests: number,
    socketRoutes: readonly SocketRoute[] = [],
  ) {
    this.#world = world;
    this.#routes = routes;
    this.#maxRecordedRequests = maxRecordedRequests;
    this.#http = createServer((message, response) => {
      this.#handle(message, response).catch((error: unknown) => response.destroy(asError(error)));
    });
    this.#http.on("upgrade", (message: IncomingMessage, stream: Duplex, head: Buffer) => {
      const outcome = new Promise<Outcome>((resolve) => stream.once("close", () => resolve("answered")));
      const request = new RecordedRequest(this.#arrived, message, Buffer.alloc(0), outcome);
      this.#record(request);
      const route = socketRoutes.find(({ path }) => path.test(request.path));
      if (route === undefined) return stream.destroy();
      const nextStep = (): Step | undefined => this.script.take(request, true);
      return this.#sockets.accept(route, [message, stream, head], { world, query: request.query, nextStep });
    });
  }

  /** Listens on a free port of 127.0.0.1 and returns it. */
  async listen(port: number): Promise<number> {
    this.#http.listen(port, "127.0.0.1");
    await once(this.#http, "listening");
    return (this.#http.address() as AddressInfo).port;
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    const closed = once(this.#http, "close");
    this.#http.close();
    this.#sockets.close();
    this.#http.closeAllConnections();
    await closed;
  }

  /** Forgets the requests and the script; what they did to caches and stored responses stays. */
  clear(): void {
    this.requests.length = 0;
    this.#arrived = 0;
    this.script.clear();
  }

  /** Settles when this many requests have arrived since the start or the last {@link clear}. */
  async waitForRequests(count: number, timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    while (this.#arrived < count) await once(this.#arrivals, "request", { signal });
  }

  async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const request = new RecordedRequest(this.#arrived, message, Buffer.concat(chunks), outcomeOf(response));
    this.#record(request);
    const found = this.#route(request);
    if (!found) {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: `No such endpoint: ${request.method} ${request.path}` } }));
      return;
    }
    const { route, parameters } = found;
    const step = this.script.take(request, route.generates) ?? {};
    const { dialect } = route;
    const requestId = dialect.requestId(this.#world);
    const headers = { ...dialect.headers(requestId, this.#world), ...step.headers };
    const exchange: Exchange = { response, dialect, requestId, headers, step, gate: this.gate };
    const call: Call = {
      world: this.#world,
      request,
      parameters,
      body: request.json(),
      reply: step,
      nextStep: () => this.script.take(request, true),
    };
    await answerOrRefuse(exchange, () => route.handle(call));
  }

  #record(request: RecordedRequest): void {
    this.#arrived += 1;
    this.requests.push(request);
    if (this.requests.length > this.#maxRecordedRequests) this.requests.shift();
    this.#arrivals.emit("request");
  }

  #route(request: RecordedRequest): { route: Route; parameters: Record<string, string> } | undefined {
    const path = decodeURIComponent(request.path);
    for (const route of this.#routes) {
      const match = route.method === request.method ? route.path.exec(path) : null;
      if (match) return { route, parameters: { ...match.groups } };
    }
    return undefined;
  }
}

async function answerOrRefuse(exchange: Exchange, answer: () => Answer): Promise<void> {
  try {
    await respond(exchange, answer);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const type = error.type === undefined ? {} : { type: error.type };
    sendProblem(exchange, { status: error.status, message: error.message, ...type });
  }
}

function outcomeOf(response: ServerResponse): Promise<Outcome> {
  return new Promise((resolve) => {
    response.once("close", () => resolve(response.writableFinished ? "answered" : "aborted"));
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
