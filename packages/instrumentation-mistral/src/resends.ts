// SPDX-License-Identifier: Apache-2.0
import { activeProviderCall, guard } from "@outlay/core";
import type { AnyMethod, ProviderCall, TracingHost } from "@outlay/core";

const sent = new WeakSet<ProviderCall>();

/** The wrapper around `HTTPClient.request`, through which each attempt of a call goes that has a `retryConfig`. */
export function countSends(_host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    guard("mistral.resend", () => {
      const call = activeProviderCall();
      if (call === undefined || call.ended) return;
      if (sent.has(call)) call.resent();
      else sent.add(call);
    });
    return original.apply(this, args);
  };
}
