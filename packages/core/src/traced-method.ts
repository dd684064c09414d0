// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import type { Meter } from "@opentelemetry/api";

import { admitCall } from "./admission/admit-call.ts";
import type { Admission, PendingAdmission } from "./admission/call-policy.ts";
import { editedArguments, holdPromise } from "./admission/held-call.ts";
import type { CallArguments, CallTarget } from "./call-target.ts";
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
  /** For instruments beside those of calls; another one when a provider is registered late. */
  readonly meter: Meter;
  isEnabled(): boolean;
  getConfig(): object;
}

const clients = new WeakMap<object, ClientFacts>();

/**
 * The wrapper around an SDK method: starts a call, runs the original inside its context, and leaves the SDK's own
 * promise to the caller.
 */
export function tracedMethod(host: TracingHost, target: Adapted, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (!isWatched(host)) return original.apply(this, args);
    const edited =
      target.adapter.edit &&
      guard("instrumentation.edit", () => target.adapter.edit?.({ resource: this, args }, host.getConfig()));
    const sent = edited?.args ?? args;
    const call = guard("instrumentation.request", () => startCall(host, target, this, sent, edited?.edit));
    if (call === undefined) return original.apply(this, args);
    const verdict =
      processState.policies.size === 0 ? undefined : askPolicies(call, target, { resource: this, args: sent });
    let result: unknown;
    try {
      result =
        verdict instanceof Promise || verdict?.refusal !== undefined
          ? holdCall(call, target, { resource: this, args: sent }, original, verdict)
          : send(call, target, { resource: this, args: sent }, original, verdict);
    } catch (error) {
      call.end({ status: "error", error });
      throw error;
    }
    const followed = guard("instrumentation.follow", () => [target.adapter.follow(result, call, target.adapter)]);
    if (followed !== undefined) return followed[0];
    call.end({ status: "ok" });
    return result;
  };
}

type Adapted = Pick<CallTarget, "adapter">;

function askPolicies(call: ProviderCall, { adapter }: Adapted, given: CallArguments): PendingAdmission {
  return guard("core.admission", () =>
    admitCall({
      ...call.pending(),
      edits: adapter.applyEdit === undefined ? [] : (adapter.edits ?? ["model", "maxOutputTokens"]),
      outgoing: guard("instrumentation.outgoing", () => adapter.outgoing?.(given, call.request)),
    }),
  );
}

function send(
  call: ProviderCall,
  { adapter }: Adapted,
  { resource, args }: CallArguments,
  original: AnyMethod,
  admission: Admission | undefined,
): unknown {
  call.admitted(admission);
  const sent = editedArguments(adapter, args, admission?.edit);
  return context.with(call.context, () => original.apply(resource, sent as unknown[]));
}

/** The caller gets what the method returns, and nothing leaves before the policies have answered. */
function holdCall(
  call: ProviderCall,
  { adapter }: Adapted,
  given: CallArguments,
  original: AnyMethod,
  verdict: PendingAdmission,
): unknown {
  const gate = Promise.resolve(verdict).then((admission) => {
    call.admitted(admission);
    if (admission?.refusal === undefined) return admission?.edit;
    const SdkError = guard("instrumentation.errorClass", () => adapter.errorClass?.(given.resource));
    throw admission.refusal.createError(typeof SdkError === "function" ? (SdkError as ErrorConstructor) : Error);
  });
  return (adapter.hold ?? holdPromise)({ ...given, call, adapter, original, gate });
}

/** Tells whether the program has switched tracing off for what it does right now. */
export function isTracingSuppressed(): boolean {
  return context.active().getValue(SUPPRESS_TRACING) === true;
}

/** Tells whether calls made right now are to be followed at all. */
export function isWatched(host: TracingHost): boolean {
  if (!host.isEnabled()) return false;
  if (isTracingSuppressed() && processState.observers.size + processState.policies.size === 0) return false;
  // A provider call inside a provider call is the same bill seen twice: the outer one has it, unless it says otherwise.
  const outer = activeProviderCall();
  return outer === undefined || outer.ended || outer.request.mayDelegate === true;
}

function startCall(
  host: TracingHost,
  target: Adapted,
  resource: object,
  args: readonly unknown[],
  edit: string | undefined,
): ProviderCall | undefined {
  const request = target.adapter.request({ resource, args });
  if (request === undefined) return undefined;
  let client = clients.get(resource);
  if (client === undefined) {
    client = target.adapter.client(resource, host.getConfig());
    clients.set(resource, client);
  }
  return new ProviderCall(host, edit === undefined ? request : { ...request, edits: [edit] }, client);
}
