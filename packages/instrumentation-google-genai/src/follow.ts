// SPDX-License-Identifier: Apache-2.0
import { followPromise, isAbort } from "@outlay/core";
import type { CallAdapter, ProviderCall } from "@outlay/core";

/**
 * Follows a promise of the SDK, which aborts its own request when time is up: an abort that the caller's signal knows
 * nothing of is a failure.
 */
export function followGoogle(result: unknown, call: ProviderCall, adapter: CallAdapter): unknown {
  if (!(result instanceof Promise)) return followPromise(result, call, adapter);
  const answered = result.catch((error: unknown) => {
    if (isAbort(error) && call.request.signal?.aborted !== true) call.end({ status: "error", error });
    throw error;
  });
  return followPromise(answered, call, adapter);
}
