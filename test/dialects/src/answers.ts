// SPDX-License-Identifier: Apache-2.0
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A loopback server that gives its answers one after the other, whatever it is asked. */
export interface Answers extends AsyncDisposable {
  readonly url: string;
}

/** @param bodies - Each is sent as JSON; an array as a stream of events. */
export async function startAnswers(bodies: readonly object[]): Promise<Answers> {
  const left = [...bodies];
  const server = createServer((request, response) => {
    request.resume();
    const body = left.shift();
    const isStream = Array.isArray(body);
    response.writeHead(body === undefined ? 500 : 200, {
      "content-type": isStream ? "text/event-stream" : "application/json",
    });
    response.end(
      isStream ? body.map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`).join("") : JSON.stringify(body),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
