// SPDX-License-Identifier: Apache-2.0
import type { ClientFacts, RequestFacts, ResponseFacts, StreamReducer } from "./facts.ts";
import type { AnyMethod } from "./hooks/wrap-method.ts";
import type { ProviderCall } from "./provider-call.ts";
import type { TracingHost } from "./traced-method.ts";

/** One method of one SDK class, as data: where it is. */
export interface MethodTarget {
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
}

/** A method of which every invocation is one call; the adapter's pure functions read it. */
export interface CallTarget extends MethodTarget {
  readonly adapter: CallAdapter;
}

/** A method that hands out calls made earlier, such as the results of a batch. */
export interface WrappedTarget extends MethodTarget {
  wrap(host: TracingHost, original: AnyMethod): AnyMethod;
}

/** Everything vendor-specific about a call. Every function is guarded by the caller; none may change its arguments. */
export interface CallAdapter {
  /** @returns `undefined` when this call is not one to trace: the original runs untouched. */
  request(call: CallArguments): RequestFacts | undefined;
  /** Who is called; read once per resource object. */
  client(resource: object): ClientFacts;
  response(body: unknown): ResponseFacts;
  /** @param keepContent - Whether the reducer will be asked for the answer's content: only then keep it. */
  stream(request: RequestFacts, keepContent: boolean): StreamReducer;
  /** Connects the SDK's own promise to the call, without replacing or consuming it. */
  follow(result: unknown, call: ProviderCall, adapter: CallAdapter): void;
  /**
   * Arguments to send instead, when the user opted in to an edit; the given ones are never changed.
   *
   * @param config - Options of the instrumentation, as they are now.
   */
  edit?(call: CallArguments, config: object): { readonly args: readonly unknown[]; readonly edit: string } | undefined;
}

/** One invocation of a patched method. */
export interface CallArguments {
  /** The object the method was called on. */
  readonly resource: object;
  readonly args: readonly unknown[];
}
