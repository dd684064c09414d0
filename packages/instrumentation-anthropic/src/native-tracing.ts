// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";

import type { ClientFields, ResourceFields } from "./internal-types.ts";

/** Variables by which a user configures the tracing that the SDK does itself (0.134 on). */
const NATIVE_TRACING_PREFIX = "ANTHROPIC_OPEN_TELEMETRY";

/**
 * Turns off the spans that the Anthropic SDK (0.134 on) emits by itself, for clients made from now on, so that ours
 * are the only ones. Does nothing if the user has configured them by any `ANTHROPIC_OPEN_TELEMETRY*` variable; where
 * the SDK's spans stay on, by variable or by client option, ours give way to them call by call.
 *
 * @param env - `process.env`, or what stands for it; `ANTHROPIC_OPEN_TELEMETRY` is set to `false` in it.
 * @returns Whether it was set.
 */
export function disableNativeTracing(env: Record<string, string | undefined>): boolean {
  if (Object.keys(env).some((name) => name.startsWith(NATIVE_TRACING_PREFIX))) return false;
  env[NATIVE_TRACING_PREFIX] = "false";
  return true;
}

/**
 * Tells whether the SDK emits a span for a call on this resource.
 *
 * A client has a tracer whenever its tracing is not switched off, but the tracer leads nowhere while no provider is
 * registered, or when the SDK's copy of the OpenTelemetry API is newer than the one the provider was registered with.
 */
export function hasNativeSpan(resource: object): boolean {
  const { _tracer } = fieldsOf<ClientFields>(fieldsOf<ResourceFields>(resource)._client);
  return _tracer !== undefined && !isIdle(_tracer);
}

/** Fields of `trace/ProxyTracer` and `trace/ProxyTracerProvider`: @opentelemetry/api@1.4–1.10. */
interface ProxyFields {
  readonly _provider: unknown;
  readonly getDelegateTracer: unknown;
  readonly _delegate: unknown;
}

/** A proxy whose provider has nobody to delegate to. */
function isIdle(tracer: unknown): boolean {
  const provider = fieldsOf<ProxyFields>(fieldsOf<ProxyFields>(tracer)._provider);
  return typeof provider.getDelegateTracer === "function" && provider._delegate === undefined;
}
