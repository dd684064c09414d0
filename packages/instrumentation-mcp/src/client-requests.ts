// SPDX-License-Identifier: Apache-2.0
import { SpanKind, context, propagation } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { StructureSpan, activeStructure, fieldsOf, guard, isTracingSuppressed } from "@outlay/core";
import type { AnyMethod, StructureFacts, TracingHost } from "@outlay/core";

import type { ParamsFields, RequestFields } from "./internal-types.ts";
import { requestFacts } from "./request-facts.ts";
import { RequestSpan } from "./request-span.ts";
import type { McpInstrumentationConfig } from "./types.ts";

/** Requests whose span is open, so that a class and its base class may both be wrapped. */
const open = new WeakSet<object>();

/**
 * Makes the wrapper around the method that sends every request of a client or server.
 *
 * @param index - Which of its arguments the request is.
 */
export function tracedRequest(index: number): (host: TracingHost, original: AnyMethod) => AnyMethod {
  return (host, original) =>
    function (this: object, ...args: unknown[]): unknown {
      const request = args[index];
      if (!host.isEnabled() || isTracingSuppressed() || typeof request !== "object" || request === null)
        return original.apply(this, args);
      if (open.has(request)) return original.apply(this, args);
      const started = guard("mcp.request", () => startRequest(host, request, this));
      if (started === undefined) return original.apply(this, args);
      const sent = guard("mcp.propagation", () => withContext(host, request, started.inside)) ?? request;
      open.add(sent);
      const result: unknown = context.with(started.inside, () => original.apply(this, args.with(index, sent)));
      return result instanceof Promise ? endWith(result, started.span) : result;
    };
}

interface StartedRequest {
  readonly span: RequestSpan;
  readonly inside: Context;
}

function startRequest(host: TracingHost, request: object, protocol: object): StartedRequest | undefined {
  const facts = requestFacts(request, protocol);
  if (facts === undefined) return undefined;
  const around = toolAround(facts);
  if (around !== undefined) {
    around.setAttributes(facts.attributes ?? {});
    return { span: new RequestSpan(host, "client", facts, around, true), inside: context.active() };
  }
  const span = new StructureSpan(host, facts, { spanKind: SpanKind.CLIENT });
  return { span: new RequestSpan(host, "client", facts, span), inside: span.context };
}

/** A framework that runs the tool has a span for it already: the request's attributes go there, as the conventions say. */
function toolAround({ kind, name }: StructureFacts): StructureSpan | undefined {
  const around = activeStructure();
  if (kind !== "tool" || around === undefined || around.ended) return undefined;
  return around.facts.kind === "tool" && around.facts.name === name ? around : undefined;
}

/** The request with the context of its span in `_meta`, if that was asked for; a copy, since the caller's stays as it is. */
function withContext(host: TracingHost, request: object, inside: Context): object {
  const { propagation: mode }: McpInstrumentationConfig = host.getConfig();
  if (mode !== "inject") return request;
  const carrier: Record<string, string> = {};
  propagation.inject(inside, carrier);
  const { params } = fieldsOf<RequestFields>(request);
  const { _meta: meta } = fieldsOf<ParamsFields>(params);
  return { ...request, params: { ...Object(params), _meta: { ...carrier, ...Object(meta) } } };
}

/** An async method's promise has no identity that anybody could rely on. */
function endWith(promise: Promise<unknown>, span: RequestSpan): Promise<unknown> {
  return promise.then(
    (result: unknown) => {
      guard("mcp.answered", () => span.answered(result));
      return result;
    },
    (error: unknown) => {
      guard("mcp.failed", () => span.failed(error));
      throw error;
    },
  );
}
