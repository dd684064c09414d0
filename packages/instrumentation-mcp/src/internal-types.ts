// SPDX-License-Identifier: Apache-2.0

/** A request (`JSONRPCRequest` of the protocol's schema; sdk 1 `types`, client and server 2 `types`). */
export interface RequestFields {
  readonly method: unknown;
  readonly params: unknown;
}

/** Parameters of all requests that are looked into: `tools/call`, `prompts/get`, `resources/read`, … */
export interface ParamsFields {
  readonly name: unknown;
  readonly arguments: unknown;
  readonly uri: unknown;
  readonly _meta: unknown;
}

/** `CallToolResult`: a tool that failed answers with `isError`, and does not reject. */
export interface ResultFields {
  readonly isError: unknown;
}

/** Second argument of a handler: `RequestHandlerExtra` (sdk 1 `shared/protocol`), `BaseContext` (2), which keeps it in `mcpReq`. */
export interface HandlerContextFields {
  readonly sessionId: unknown;
  readonly requestId: unknown;
  readonly _meta: unknown;
  readonly mcpReq: unknown;
}

/** `ctx.mcpReq` (server 2 and client 2). */
export interface McpRequestFields {
  readonly id: unknown;
  readonly method: unknown;
  readonly _meta: unknown;
}

/** A client or server (`Protocol`), and its transport. */
export interface ProtocolFields {
  readonly transport: unknown;
}

/** A transport (`Transport`, all versions). */
export interface TransportFields {
  readonly sessionId: unknown;
}
