// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What the receiver got. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How it answers: a status with headers, or not at all. */
export type ScriptedAnswer = { readonly status: number; readonly headers?: Record<string, string> } | "silence";

/** A loopback HTTP server that answers by script, then with 204. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Waits until this many requests have come. */
  received(count: number): Promise<void>;
}

export async function startReceiver(script: readonly ScriptedAnswer[] = []): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const answers = [...script];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
      server.emit("received");
      const answer = answers.shift() ?? { status: 204 };
      if (answer !== "silence") response.writeHead(answer.status, answer.headers).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests,
    async received(count) {
      while (requests.length < count) await once(server, "received");
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
