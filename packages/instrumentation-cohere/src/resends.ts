// SPDX-License-Identifier: Apache-2.0
import { activeProviderCall } from "@outlay/core";
import type { AnyMethod, FunctionTarget } from "@outlay/core";

/** Counts the requests that the SDK sends again: all of its methods send through one function. */
export const wrapRetries: FunctionTarget["wrap"] = (host, original) =>
  function (this: unknown, send: unknown, ...rest: unknown[]): unknown {
    const call = host.isEnabled() ? activeProviderCall() : undefined;
    if (call === undefined || typeof send !== "function") return original.call(this, send, ...rest);
    let sent = 0;
    const counted = (...args: unknown[]): unknown => {
      if (sent > 0) call.resent();
      sent += 1;
      return (send as AnyMethod)(...args);
    };
    return original.call(this, counted, ...rest);
  };
