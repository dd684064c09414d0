// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { fieldsOf, textOf } from "@outlay/core";
import type { StructureFacts } from "@outlay/core";
import { GEN_AI, MCP } from "@outlay/semconv";

import type { ParamsFields, ProtocolFields, RequestFields, TransportFields } from "./internal-types.ts";

/** Requests that only keep a connection alive. */
const UNTRACED_METHODS: ReadonlySet<string> = new Set(["ping"]);

const TOOL_CALL = "tools/call";
const PROMPT = "prompts/get";

/** `network.transport` by the class of the SDK's transport; in-memory ones have none. */
const TRANSPORTS: readonly (readonly [classNamePart: string, transport: string])[] = [
  ["Stdio", "pipe"],
  ["HTTP", "tcp"],
  ["SSE", "tcp"],
  ["Sse", "tcp"],
  ["WebSocket", "tcp"],
];

/**
 * Reads a request, as its sender or its receiver has it.
 *
 * @param protocol - The client or server that sends or receives it.
 * @returns `undefined` for what is not traced.
 */
export function requestFacts(request: unknown, protocol: unknown): StructureFacts | undefined {
  const { method: given, params } = fieldsOf<RequestFields>(request);
  const method = textOf(given);
  if (method === undefined || UNTRACED_METHODS.has(method)) return undefined;
  const { name: givenName, arguments: input, uri } = fieldsOf<ParamsFields>(params);
  const name = textOf(givenName);
  const attributes: Attributes = { [MCP.METHOD_NAME]: method, ...connectionAttributes(protocol) };
  if (method === TOOL_CALL) {
    return { kind: "tool", name, spanName: spanName(method, name), input: input ?? {}, attributes };
  }
  const resource = textOf(uri);
  if (resource !== undefined) attributes[MCP.RESOURCE_URI] = resource;
  if (method !== PROMPT || name === undefined) return { kind: "request", spanName: method, attributes };
  attributes[GEN_AI.PROMPT_NAME] = name;
  return { kind: "request", spanName: spanName(method, name), attributes };
}

/** As the conventions for MCP name a span. */
function spanName(method: string, target: string | undefined): string {
  return target === undefined ? method : `${method} ${target}`;
}

function connectionAttributes(protocol: unknown): Attributes {
  const { transport } = fieldsOf<ProtocolFields>(protocol);
  if (typeof transport !== "object" || transport === null) return {};
  const attributes: Attributes = {};
  const sessionId = textOf(fieldsOf<TransportFields>(transport).sessionId);
  if (sessionId !== undefined) attributes[MCP.SESSION_ID] = sessionId;
  const className = transport.constructor.name;
  const kind = TRANSPORTS.find(([part]) => className.includes(part))?.[1];
  if (kind !== undefined) attributes[MCP.NETWORK_TRANSPORT] = kind;
  return attributes;
}
