// SPDX-License-Identifier: Apache-2.0
import { ProviderCall, RecentIds, fieldsOf, guard, isWatched } from "@outlay/core";
import type { AnyMethod, ClientFacts, RequestFacts, TracingHost } from "@outlay/core";

import { clientFromResource } from "./client.ts";
import type { BatchLineFields } from "./internal-types.ts";
import { responseFromMessage } from "./response.ts";

/** As many as the largest batch has lines: 10 MB of ids at most. */
const MAX_REMEMBERED_IDS = 100_000;
const SEEN_KEY = Symbol.for("@outlay/instrumentation-anthropic/batch-results@1");

/** Messages billed already, so that results read twice are billed once, whichever copy of this package sees them. */
const billed: Pick<RecentIds, "add"> = ((globalThis as { [SEEN_KEY]?: Pick<RecentIds, "add"> })[SEEN_KEY] ??=
  new RecentIds(MAX_REMEMBERED_IDS));

const REQUEST: RequestFacts = {
  operationName: "chat",
  model: undefined,
  stream: false,
  attributes: {},
  helper: "batches.results",
};

/** The part of `JSONLDecoder` (0.27–1.12 `internal/decoders/jsonl`) that every way of reading goes through. */
interface LineDecoder {
  decoder: () => AsyncIterator<unknown>;
}

/**
 * The wrapper around `batches.results()`: every line that holds a message is a call that was billed at the batch tier,
 * and gets its span as the caller reads the line. Nothing is read that the caller does not read.
 */
export function tracedBatchResults(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    const results = original.apply(this, args);
    if (!isWatched(host) || !(results instanceof Promise)) return results;
    // An async method's promise has no identity that anybody could rely on, unlike the decoder it resolves to.
    return results.then((decoder: unknown) => {
      guard("anthropic.batch_results", () => followLines(decoder, host, this));
      return decoder;
    });
  };
}

const followed = new WeakSet<object>();

function followLines(decoder: unknown, host: TracingHost, resource: object): void {
  // Before 0.33 `results()` calls itself.
  if (!isLineDecoder(decoder) || followed.has(decoder)) return;
  followed.add(decoder);
  const client = clientFromResource(resource);
  const open = decoder.decoder;
  decoder.decoder = function (this: LineDecoder) {
    const lines = open.call(this);
    const next = lines.next.bind(lines);
    lines.next = async (...args) => {
      const line = await next(...args);
      if (line.done !== true) guard("anthropic.batch_results", () => recordLine(line.value, host, client));
      return line;
    };
    return lines;
  };
}

function recordLine(value: unknown, host: TracingHost, client: ClientFacts): void {
  const { message } = fieldsOf<{ message: unknown }>(fieldsOf<BatchLineFields>(value).result);
  if (message === undefined || !isWatched(host)) return;
  const response = responseFromMessage(message);
  if (response.id !== undefined && !billed.add(response.id)) return;
  const call = new ProviderCall(host, REQUEST, client);
  call.end({ status: "ok", response: { ...response, serviceTier: "batch" } });
}

function isLineDecoder(value: unknown): value is LineDecoder {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "decoder") === "function";
}
