// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** A way to a server that does what is asked and loses some of the answers. */
export interface DroppingProxy {
  readonly port: number;
  /** Share of the answers to scripts that are lost, with the connection. */
  share: number;
  /** Answers that are lost next, whatever the share. */
  dropNext: number;
  readonly dropped: number;
  close(): Promise<void>;
}

/** Starts a proxy: what is asked always arrives, and only answers to scripts are lost. */
export async function startDroppingProxy(serverPort: number, random: () => number): Promise<DroppingProxy> {
  const sockets = new Set<Socket>();
  const state = { share: 0, dropNext: 0, dropped: 0 };
  const server = createServer((client) => {
    const upstream = connect(serverPort, "127.0.0.1");
    let hasAskedScript = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (chunk) => {
      if (chunk.includes("EVAL") || chunk.includes("eval")) hasAskedScript = true;
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (hasAskedScript && (state.dropNext > 0 || random() < state.share)) {
        state.dropNext -= 1;
        state.dropped += 1;
        client.destroy();
        return;
      }
      hasAskedScript = false;
      client.write(chunk);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get share() {
      return state.share;
    },
    set share(share) {
      state.share = share;
    },
    get dropNext() {
      return state.dropNext;
    },
    set dropNext(count) {
      state.dropNext = count;
    },
    get dropped() {
      return state.dropped;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
