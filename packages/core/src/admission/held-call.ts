// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";

import type { CallAdapter } from "../call-target.ts";
import type { AnyMethod } from "../hooks/wrap-method.ts";
import type { ProviderCall } from "../provider-call.ts";
import type { RequestEdit } from "./outgoing-request.ts";

/** A call that must not be sent before its gate opens. */
export interface HeldCall {
  readonly call: ProviderCall;
  readonly adapter: CallAdapter;
  readonly resource: object;
  readonly args: readonly unknown[];
  readonly original: AnyMethod;
  /** Opens with what is to be changed, if anything; rejects with the error that the caller is to get. */
  readonly gate: Promise<RequestEdit | undefined>;
}

/** How an SDK's method is kept from sending while its caller already has what the method returns. */
export type HoldCall = (held: HeldCall) => unknown;

/**
 * Holds a method that returns a native promise: the original runs when the gate opens.
 *
 * The one thing that changes for the caller is when: arguments are read, and synchronous errors become rejections,
 * after the policies have answered.
 */
export const holdPromise: HoldCall = ({ call, adapter, resource, args, original, gate }) =>
  gate.then((edit) =>
    context.with(call.context, () => original.apply(resource, [...editedArguments(adapter, args, edit)])),
  );

/** The arguments with an edit applied to the first, which is the request's body in every SDK. */
export function editedArguments(
  { applyEdit }: Pick<CallAdapter, "applyEdit">,
  args: readonly unknown[],
  edit: RequestEdit | undefined,
): readonly unknown[] {
  if (edit === undefined || applyEdit === undefined) return args;
  const [body, ...rest] = args;
  return [applyEdit(body, edit), ...rest];
}
