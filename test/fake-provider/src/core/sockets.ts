// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

import { WebSocketServer, type WebSocket } from "ws";

import type { JsonObject, Step } from "./script.ts";
import type { World } from "./vendor.ts";

/** A socket that has been opened, and what stands behind it. */
export interface OpenedSocket {
  readonly world: World;
  readonly query: URLSearchParams;
  readonly nextStep: () => Step | undefined;
  /** Sends an event of the server. */
  send(event: JsonObject): void;
  /** Cuts the connection without a word. */
  cut(): void;
}

/** One endpoint that speaks in both directions. */
export interface SocketRoute {
  readonly path: RegExp;
  /** @returns Answers each event of the client. */
  readonly open: (socket: OpenedSocket) => (event: JsonObject) => void;
}

/** The WebSocket side of the fake provider. */
export class SocketServer {
  readonly #server: WebSocketServer = new WebSocketServer({ noServer: true });

  accept(
    route: SocketRoute,
    [message, stream, head]: readonly [IncomingMessage, Duplex, Buffer],
    scene: Pick<OpenedSocket, "world" | "query" | "nextStep">,
  ): void {
    this.#server.handleUpgrade(message, stream, head, (socket) => serve(socket, route, scene));
  }

  /** Cuts what is still open: the HTTP server has let go of it. */
  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }
}

function serve(socket: WebSocket, route: SocketRoute, scene: Pick<OpenedSocket, "world" | "query" | "nextStep">): void {
  const answer = route.open({
    ...scene,
    send: (event) => socket.send(JSON.stringify(event)),
    cut: () => socket.terminate(),
  });
  socket.on("message", (data: Buffer) => answer(JSON.parse(data.toString("utf8")) as JsonObject));
}
