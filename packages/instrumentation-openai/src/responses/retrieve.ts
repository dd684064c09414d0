// SPDX-License-Identifier: Apache-2.0
import { LateAnswer, followApiPromise, guard, isWatched } from "@outlay/core";
import type { AnyMethod, CallAdapter, RequestFacts, TracingHost } from "@outlay/core";

const REQUEST: RequestFacts = { operationName: "chat", model: undefined, stream: false, attributes: {} };

/**
 * The wrapper around `responses.retrieve()` and `cancel()`, which send nothing that is billed: a response in the
 * background that this process has created is billed by the first of them that shows its end, whole or as a stream.
 * What another process has created is that process's to bill. Videos are fetched in the same way.
 */
export function lateAnswers(
  adapter: Omit<CallAdapter, "request">,
): (host: TracingHost, original: AnyMethod) => AnyMethod {
  return (host, original) =>
    function (this: object, ...args: unknown[]): unknown {
      const result = original.apply(this, args);
      if (!isWatched(host)) return result;
      const late = new LateAnswer(REQUEST, host.content.capture !== "none");
      const followed = guard("openai.retrieve", () => [followApiPromise(result, late, adapter)]);
      return followed === undefined ? result : followed[0];
    };
}
