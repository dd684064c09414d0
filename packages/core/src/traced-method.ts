// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";

import type { CallTarget } from "./call-target.ts";
import type { ClientFacts } from "./facts.ts";
import { guard } from "./guard.ts";
import type { AnyMethod } from "./hooks/wrap-method.ts";
import { processState } from "./process-state.ts";
import { ProviderCall, activeProviderCall } from "./provider-call.ts";
import type { CallHost } from "./provider-call.ts";

/** As `@opentelemetry/core` creates it; context keys are global symbols. */
const SUPPRESS_TRACING = Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/** An instrumentation, as its wrappers see it. */
export interface TracingHost extends CallHost {
  isEnabled(): boolean;
  getConfig(): object;
}

const clients = new WeakMap<object, ClientFacts>();

/**
 * The wrapper around an SDK method: starts a call, runs the original inside its context, and leaves the SDK's own
 * promise to the caller.
 */
export function tracedMethod(host: TracingHost, target: CallTarget, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (!isWatched(host)) return original.apply(this, args);
    const edited =
      target.adapter.edit &&
      guard("instrumentation.edit", () => target.adapter.edit?.({ resource: this, args }, host.getConfig()));
    const sent = edited?.args ?? args;
    const call = guard("instrumentation.request", () => startCall(host, target, this, sent, edited?.edit));
    if (call === undefined) return original.apply(this, args);
    let result: unknown;
    try {
      result = context.with(call.context, () => original.apply(this, sent as unknown[]));
    } catch (error) {
      call.end({ status: "error", error });
      throw error;
    }
    const followed = guard("instrumentation.follow", () => {
      target.adapter.follow(result, call, target.adapter);
      return true;
    });
    if (followed === undefined) call.end({ status: "ok" });
    return result;
  };
}

/** Tells whether calls made right now are to be followed at all. */
export function isWatched(host: TracingHost): boolean {
  if (!host.isEnabled()) return false;
  const active = context.active();
  if (active.getValue(SUPPRESS_TRACING) === true && processState.observers.size === 0) return false;
  // A provider call inside a provider call is the same bill seen twice: the outer one has it.
  return activeProviderCall(active)?.ended !== false;
}

function startCall(
  host: TracingHost,
  target: CallTarget,
  resource: object,
  args: readonly unknown[],
  edit: string | undefined,
): ProviderCall | undefined {
  const request = target.adapter.request({ resource, args });
  if (request === undefined) return undefined;
  let client = clients.get(resource);
  if (client === undefined) {
    client = target.adapter.client(resource);
    clients.set(resource, client);
  }
  return new ProviderCall(host, edit === undefined ? request : { ...request, edits: [edit] }, client);
}
