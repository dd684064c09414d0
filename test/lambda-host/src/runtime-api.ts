// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** How an event was answered. */
export type Invocation =
  | { readonly result: unknown; readonly error?: undefined }
  | { readonly error: FunctionError; readonly result?: undefined };

/** What the handler threw. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}

interface Pending {
  readonly id: string;
  readonly event: unknown;
  readonly settle: (invocation: Invocation) => void;
}

/**
 * The Runtime API of Lambda for one function, on loopback.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #server: Server;
  /** Handed out or not: it stays until the function asks for the next, which is when Lambda takes it for done. */
  #pending: Pending | undefined;
  #answer: Invocation | undefined;
  #waiting: ServerResponse | undefined;
  /** The function has asked for an event and there is none. */
  onIdle: () => void = () => {};

  private constructor() {
    this.#server = createServer((request, response) => {
      // A process that is killed leaves requests behind.
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  static async listen(): Promise<RuntimeApi> {
    const api = new RuntimeApi();
    api.#server.listen(0, "127.0.0.1");
    await once(api.#server, "listening");
    return api;
  }

  /** For `AWS_LAMBDA_RUNTIME_API`. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Hands out an event and waits until the function has answered it and asks for the next one. */
  offer(event: unknown): Promise<Invocation> {
    const { promise, resolve } = Promise.withResolvers<Invocation>();
    this.#pending = { id: randomUUID(), event, settle: resolve };
    this.#handOut();
    return promise;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.endsWith("/invocation/next") === true) {
      this.#waiting = response;
      if (this.#answer === undefined) this.#handOut();
      else this.#finish(this.#answer);
      return;
    }
    const body: unknown = await json(request);
    this.#answer = request.url?.endsWith("/response") === true ? { result: body } : { error: body as FunctionError };
    response.writeHead(202).end();
  }

  #handOut(): void {
    if (this.#waiting === undefined) return;
    if (this.#pending === undefined) {
      this.onIdle();
      return;
    }
    this.#waiting.setHeader("lambda-runtime-aws-request-id", this.#pending.id);
    this.#waiting.end(JSON.stringify(this.#pending.event));
    this.#waiting = undefined;
  }

  /** What was answered counts when the function asks on. */
  #finish(answer: Invocation): void {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#answer = undefined;
    this.onIdle();
    pending?.settle(answer);
  }
}
