// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, guard, isWatched } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";

import type { RealtimeSocketFields } from "../internal-types.ts";
import { RealtimeSession } from "./session.ts";

interface Followed {
  readonly session: RealtimeSession;
  /** The one whose end is awaited; the SDK's own reconnection opens another. */
  readonly socket: unknown;
}

const followed = new WeakMap<object, Followed>();

/**
 * The wrapper around `_emit` of the realtime clients, through which every event of the server passes, in the context that
 * the socket was opened in.
 */
export function tracedEmit(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    // Each event is emitted twice: as `event`, and by its own name.
    if (args[0] === "event" && isWatched(host)) {
      guard("openai.realtime", () => sessionOf(this, host)?.received(args[1]));
    }
    return original.apply(this, args);
  };
}

/** The wrapper around `send` and `sendResponseCreate`. */
export function tracedSend(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (isWatched(host)) guard("openai.realtime", () => sessionOf(this, host)?.sent(args[0]));
    return original.apply(this, args);
  };
}

function sessionOf(client: object, host: TracingHost): RealtimeSession | undefined {
  const { url, socket } = fieldsOf<RealtimeSocketFields>(client);
  const known = followed.get(client);
  if (known?.socket === socket) return known?.session;
  if (!(url instanceof URL)) return undefined;
  const session = known?.session ?? new RealtimeSession(host, url);
  followed.set(client, { session, socket });
  const { addEventListener } = fieldsOf<{ addEventListener: unknown }>(socket);
  if (typeof addEventListener === "function") {
    addEventListener.call(socket, "close", () => guard("openai.realtime", () => session.closed()));
  }
  return session;
}
