// SPDX-License-Identifier: Apache-2.0
import type { ClientFacts, RequestFacts, ResponseFacts, StreamReducer } from "./facts.ts";
import type { ProviderCall } from "./provider-call.ts";

/**
 * One method of one SDK class, as data: where it is, and the pure functions that read it.
 */
export interface CallTarget {
  readonly packageName: string;
  /** `>=4.19.0 <8`. */
  readonly versions: string;
  /** File of the package that declares the class, without extension. */
  readonly file: string;
  readonly className: string;
  readonly method: string;
  /** Where the class hangs on the SDK's main class, for explicit instrumentation: `["Chat", "Completions"]`. */
  readonly classPath: readonly string[];
  /** Where an instance hangs on a client: `["chat", "completions"]`. */
  readonly clientPath: readonly string[];
  readonly adapter: CallAdapter;
}

/** Everything vendor-specific about a call. Every function is guarded by the caller; none may change its arguments. */
export interface CallAdapter {
  /** @returns `undefined` when this call is not one to trace: the original runs untouched. */
  request(call: CallArguments): RequestFacts | undefined;
  /** Who is called; read once per resource object. */
  client(resource: object): ClientFacts;
  response(body: unknown): ResponseFacts;
  stream(request: RequestFacts): StreamReducer;
  /** Connects the SDK's own promise to the call, without replacing or consuming it. */
  follow(result: unknown, call: ProviderCall, adapter: CallAdapter): void;
  /** Arguments to send instead, when the user opted in to an edit; the given ones are never changed. */
  edit?(call: CallArguments): { readonly args: readonly unknown[]; readonly edit: string } | undefined;
}

/** One invocation of a patched method. */
export interface CallArguments {
  /** The object the method was called on. */
  readonly resource: object;
  readonly args: readonly unknown[];
}
