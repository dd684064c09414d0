// SPDX-License-Identifier: Apache-2.0
import type { HoldCall } from "./admission/held-call.ts";
import type { OutgoingRequest, RequestEdit } from "./admission/outgoing-request.ts";
import type { ClientFacts, HeaderFacts, RequestFacts, ResponseFacts, ResponseHeaders, StreamReducer } from "./facts.ts";
import type { AnyMethod } from "./hooks/wrap-method.ts";
import type { ProviderCall } from "./provider-call.ts";
import type { TracingHost } from "./traced-method.ts";

/** One file of an SDK, as data: where something to trace is. */
export interface FileTarget {
  readonly packageName: string;
  /** `>=4.19.0 <8`. */
  readonly versions: string;
  /** File of the package, without extension. */
  readonly file: string;
}

/** A function that a file exports; who calls it by that name, inside the file or outside, calls what `wrap` made of it. */
export interface FunctionTarget extends FileTarget {
  readonly functionName: string;
  wrap(host: TracingHost, original: AnyMethod): AnyMethod;
}

/** One method of one SDK class, as data: where it is. */
export interface MethodTarget extends FileTarget {
  readonly className: string;
  readonly method: string;
  /** Of methods that belong to the class itself. @defaultValue they belong to its prototype */
  readonly isStatic?: boolean;
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
  /**
   * Who is called; read once per resource object.
   *
   * @param config - Options of the instrumentation, as they are at the first call.
   */
  client(resource: object, config: object): ClientFacts;
  /** @param request - What was asked, for what is billed by it: characters to be spoken, images to be drawn. */
  response(body: unknown, request: RequestFacts): ResponseFacts;
  /**
   * What the answer's headers say that its body does not, for followers that see them.
   *
   * @param stream - Whether the body is yet to be made: what depends on it is not known to the headers.
   */
  headers?(headers: ResponseHeaders, stream: boolean): HeaderFacts;
  /** @param keepContent - Whether the reducer will be asked for the answer's content: only then keep it. */
  stream(request: RequestFacts, keepContent: boolean): StreamReducer;
  /** Where in a resolved answer the stream is, for SDKs that resolve to more than the stream itself. */
  streamIn?(value: unknown): unknown;
  /** What a stream is given up by, for SDKs whose streams say and whose calls do not. */
  signalOf?(stream: object): AbortSignal | undefined;
  /**
   * Connects what the SDK returned to the call, without consuming it.
   *
   * @returns What the caller gets: the same object, unless nobody else can hold it.
   */
  follow(result: unknown, call: ProviderCall, adapter: CallAdapter): unknown;
  /**
   * Arguments to send instead, when the user opted in to an edit; the given ones are never changed.
   *
   * @param config - Options of the instrumentation, as they are now.
   */
  edit?(call: CallArguments, config: object): { readonly args: readonly unknown[]; readonly edit: string } | undefined;
  /** What policies need to know of a request before it is sent; asked only where there are any. */
  outgoing?(call: CallArguments, request: RequestFacts): OutgoingRequest;
  /**
   * The request's body with another model or output cap; what is given is never changed. Without it, calls can be
   * admitted or refused, and not changed.
   */
  applyEdit?(body: unknown, edit: RequestEdit): unknown;
  /** What `applyEdit` can change. @defaultValue all */
  readonly edits?: readonly (keyof RequestEdit)[];
  /** How the method is kept from sending. @defaultValue `holdPromise` */
  readonly hold?: HoldCall;
  /** The class that the errors of this SDK extend. @defaultValue `Error` */
  errorClass?(resource: object): unknown;
}

/** One invocation of a patched method. */
export interface CallArguments {
  /** The object the method was called on. */
  readonly resource: object;
  readonly args: readonly unknown[];
}
