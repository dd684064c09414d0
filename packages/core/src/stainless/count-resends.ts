// SPDX-License-Identifier: Apache-2.0
import { wrapMethod } from "../hooks/wrap-method.ts";
import { activeProviderCall } from "../provider-call.ts";

/**
 * Counts the SDK's own retries: `retryRequest` runs inside the call's context, once per request sent again.
 *
 * @param client - An SDK client; the method is found on whichever of its classes declares it.
 */
export function countResends(client: object): void {
  let prototype: object | null = Object.getPrototypeOf(client) as object | null;
  while (prototype !== null && !Object.hasOwn(prototype, "retryRequest")) {
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  if (prototype === null) return;
  wrapMethod(
    prototype,
    "retryRequest",
    (original) =>
      function (this: object, ...args: unknown[]) {
        activeProviderCall()?.resent();
        return original.apply(this, args);
      },
  );
}
