// SPDX-License-Identifier: Apache-2.0
import { SpanKind, context, propagation, trace } from "@opentelemetry/api";
import type { Context, Link } from "@opentelemetry/api";
import { StructureSpan, fieldsOf, guard, isTracingSuppressed, textOf } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";
import { MCP } from "@outlay/semconv";

import type { HandlerContextFields, McpRequestFields, RequestFields } from "./internal-types.ts";
import { requestFacts } from "./request-facts.ts";
import { RequestSpan } from "./request-span.ts";

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/** Handlers that are wrapped already, so that a class and its base class may both be. */
const wrapped = new WeakSet<Handler>();

/** The wrapper around the method that takes the handler of one kind of request: each request it gets is then traced. */
export function tracedRegistration(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    const handler = args.at(-1);
    if (typeof handler !== "function" || wrapped.has(handler as Handler)) return original.apply(this, args);
    const traced = tracedHandler(host, this, handler as Handler, textOf(args[0]));
    wrapped.add(traced);
    return original.apply(this, args.with(args.length - 1, traced));
  };
}

/** @param method - Of requests that a handler gets the bare parameters of (version 2, with schemas). */
function tracedHandler(host: TracingHost, protocol: object, handler: Handler, method: string | undefined): Handler {
  return function (this: unknown, ...args: unknown[]): unknown {
    if (!host.isEnabled() || isTracingSuppressed()) return handler.apply(this, args);
    const started = guard("mcp.handle", () => startHandling(host, protocol, args, method));
    if (started === undefined) return handler.apply(this, args);
    return handle(started, () => handler.apply(this, args));
  };
}

interface StartedHandling {
  readonly span: RequestSpan;
  readonly inside: Context;
}

function handle({ span, inside }: StartedHandling, run: () => unknown): unknown {
  let result: unknown;
  try {
    result = context.with(inside, run);
  } catch (error) {
    guard("mcp.failed", () => span.failed(error));
    throw error;
  }
  if (!(result instanceof Promise)) {
    guard("mcp.answered", () => span.answered(result));
    return result;
  }
  return result.then(
    (value: unknown) => {
      guard("mcp.answered", () => span.answered(value));
      return value;
    },
    (error: unknown) => {
      guard("mcp.failed", () => span.failed(error));
      throw error;
    },
  );
}

function startHandling(
  host: TracingHost,
  protocol: object,
  [given, extra]: readonly unknown[],
  method: string | undefined,
): StartedHandling | undefined {
  const handlerContext = fieldsOf<HandlerContextFields>(extra);
  const mcpRequest = fieldsOf<McpRequestFields>(handlerContext.mcpReq);
  const isWhole = fieldsOf<RequestFields>(given).method !== undefined;
  const request = isWhole ? given : { method: mcpRequest.method ?? method, params: given };
  const facts = requestFacts(request, protocol);
  if (facts === undefined) return undefined;
  const id = mcpRequest.id ?? handlerContext.requestId;
  const isId = typeof id === "string" || typeof id === "number";
  const attributes = { ...facts.attributes, ...(isId && { [MCP.REQUEST_ID]: String(id) }) };
  const { parent, links } = parentOf(mcpRequest._meta ?? handlerContext._meta);
  const told = { ...facts, attributes };
  const span = new StructureSpan(host, told, { spanKind: SpanKind.SERVER, parent, links });
  return { span: new RequestSpan(host, "server", told, span), inside: span.context };
}

/** A context in `_meta` is the sender's; the span that the transport has opened is then linked, as the conventions say. */
function parentOf(meta: unknown): { readonly parent: Context; readonly links: Link[] } {
  const active = context.active();
  const sender = propagation.extract(active, typeof meta === "object" && meta !== null ? meta : {});
  const [transport, remote] = [trace.getSpanContext(active), trace.getSpanContext(sender)];
  if (transport === undefined || remote === undefined || remote.spanId === transport.spanId)
    return { parent: sender, links: [] };
  return { parent: sender, links: [{ context: transport }] };
}
