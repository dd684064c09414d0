// SPDX-License-Identifier: Apache-2.0
import { isWatched, tracedMethod } from "@outlay/core";
import type { AnyMethod, CallAdapter, TracingHost } from "@outlay/core";

import { ASYNC_INVOKE } from "./async-invoke.ts";
import { commandName } from "./command.ts";
import { CONVERSE, CONVERSE_STREAM } from "./converse/adapter.ts";
import { BIDIRECTIONAL, INVOKE, INVOKE_STREAM } from "./invoke/adapter.ts";

/** Commands that call a model. All others pass through: they are not billed by the call, or not by a model. */
const ADAPTERS: Readonly<Record<string, CallAdapter>> = {
  Converse: CONVERSE,
  ConverseStream: CONVERSE_STREAM,
  InvokeModel: INVOKE,
  InvokeModelWithResponseStream: INVOKE_STREAM,
  InvokeModelWithBidirectionalStream: BIDIRECTIONAL,
  StartAsyncInvoke: ASYNC_INVOKE,
};

/** The wrapper around `send`: one call for each command that calls a model, whether by promise or by callback. */
export function tracedSend(host: TracingHost, original: AnyMethod): AnyMethod {
  const traced = new Map<string, AnyMethod>();
  for (const [name, adapter] of Object.entries(ADAPTERS)) traced.set(name, tracedMethod(host, { adapter }, original));
  return function (this: object, ...args: unknown[]): unknown {
    const send = isWatched(host) ? traced.get(commandName(args[0]) ?? "") : undefined;
    if (send === undefined) return original.apply(this, args);
    const listener = args.slice(1, 3).find(isListener);
    if (listener === undefined) return send.apply(this, args);
    const options = typeof args[1] === "function" ? [] : [args[1]];
    void tell(listener, send.call(this, args[0], ...options));
    return undefined;
  };
}

type Listener = (error: unknown, output?: unknown) => void;

function isListener(argument: unknown): argument is Listener {
  return typeof argument === "function";
}

/** What the SDK does with a callback, around the promise that it has underneath: what the callback throws is lost. */
async function tell(listener: Listener, promised: unknown): Promise<void> {
  const outcome = await Promise.resolve(promised).then(
    (output: unknown): Parameters<Listener> => [null, output],
    (error: unknown): Parameters<Listener> => [error],
  );
  try {
    listener(...outcome);
  } catch {
    // As without us.
  }
}
