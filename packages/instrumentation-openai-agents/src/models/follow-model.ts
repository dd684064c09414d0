// SPDX-License-Identifier: Apache-2.0
import { WitnessedCall, guard, isAsyncIterable, isWatched, runWitnessed, streamWitnessed } from "@outlay/core";
import type { AnyMethod, TracingHost, WitnessedReader } from "@outlay/core";

import { modelFacts, responseFacts, responseOfEvent } from "./model-facts.ts";

const READER: WitnessedReader = {
  response: responseFacts,
  keep: responseOfEvent,
  streamed: (kept) => responseFacts(kept.at(-1)),
};

/** The wrapper around a model's `getResponse`, which makes one request and resolves to its answer. */
export function followResponse(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    const call = startCall(host, this, false);
    if (call === undefined) return original.apply(this, args);
    return runWitnessed(call, () => original.apply(this, args), responseFacts);
  };
}

/** The wrapper around a model's `getStreamedResponse`: the event that ends the stream has the answer. */
export function followStream(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    const call = startCall(host, this, true);
    if (call === undefined) return original.apply(this, args);
    const events: unknown = call.run(() => original.apply(this, args));
    return isAsyncIterable(events) ? streamWitnessed(call, events, READER) : events;
  };
}

function startCall(host: TracingHost, model: object, stream: boolean): WitnessedCall | undefined {
  if (!isWatched(host)) return undefined;
  return guard("agents.call", () => {
    const { model: name, client } = modelFacts(model);
    const request = { operationName: "chat", model: name, stream, attributes: {} } as const;
    return new WitnessedCall(host, { request, client });
  });
}
