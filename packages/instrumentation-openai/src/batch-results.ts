// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import {
  ProviderCall,
  RecentIds,
  completionResponse,
  embeddingsResponse,
  fieldsOf,
  followApiPromise,
  guard,
  isWatched,
  textOf,
} from "@outlay/core";
import type {
  AnyMethod,
  CallAdapter,
  ClientFacts,
  FollowedCall,
  OperationName,
  RequestFacts,
  ResponseFacts,
  TracingHost,
} from "@outlay/core";

import type { BatchLineFields } from "./internal-types.ts";
import { clientFacts } from "./provider.ts";
import { responsesResponse } from "./responses/response.ts";
import type { OpenAIInstrumentationConfig } from "./types.ts";

/** As many as two of the largest batches have lines. */
const MAX_REMEMBERED_IDS = 100_000;
/** Lines read at once, before the program has its turn: a file may have 50,000 of them. */
const LINES_AT_ONCE = 500;
const SEEN_KEY = Symbol.for("@outlay/instrumentation-openai/batch-results@1");

/** Lines billed already, whichever copy of this package sees them: a file that is read twice is billed once. */
const billed: Pick<RecentIds, "add"> = ((globalThis as { [SEEN_KEY]?: Pick<RecentIds, "add"> })[SEEN_KEY] ??=
  new RecentIds(MAX_REMEMBERED_IDS));

/** Ways to read a body to its end, of which each leaves text; `blob()` and the stream are not read by us. */
const READERS = ["text", "json", "arrayBuffer", "bytes"] as const;

interface Kind {
  readonly operationName: OperationName;
  read(body: unknown): ResponseFacts;
}

/** What a line holds, by the `object` of its body. */
const KINDS = new Map<unknown, Kind>([
  ["chat.completion", { operationName: "chat", read: completionResponse }],
  ["text_completion", { operationName: "text_completion", read: completionResponse }],
  ["response", { operationName: "chat", read: responsesResponse }],
  ["list", { operationName: "embeddings", read: embeddingsResponse }],
]);

/**
 * The wrapper around `files.content()`: every line of a batch's results that holds an answer is a call that was billed at
 * the batch tier, and gets its span when the caller reads the file. Nothing is read that the caller does not read, and
 * files of other kinds are told by their first line.
 */
export function tracedFileContent(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    const result = original.apply(this, args);
    if (!isWatched(host)) return result;
    const followed = guard("openai.batch_results", () => {
      const config = host.getConfig() as OpenAIInstrumentationConfig;
      const reader = new ResultsReader(host, () => clientFacts(this, config));
      return [followApiPromise(result, LOOKING_ON, reader.adapter)];
    });
    return followed === undefined ? result : followed[0];
  };
}

const REQUEST: RequestFacts = {
  operationName: "chat",
  model: undefined,
  stream: false,
  attributes: {},
  helper: "files.content",
};

/** Fetching a file is no call: it has no span, and its end means nothing. */
const LOOKING_ON: FollowedCall = {
  request: REQUEST,
  ended: false,
  capturesContent: false,
  chunkArrived: () => undefined,
  end: () => undefined,
};

class ResultsReader {
  readonly adapter: Pick<CallAdapter, "response" | "stream">;
  readonly #host: TracingHost;
  readonly #client: () => ClientFacts;

  constructor(host: TracingHost, client: () => ClientFacts) {
    this.#host = host;
    this.#client = client;
    this.adapter = {
      response: (response) => {
        this.#attach(response);
        return {};
      },
      stream: () => ({ push: () => false, finish: () => ({}) }),
    };
  }

  /** The response stays the SDK's own; its readers tell us what they have read. */
  #attach(response: unknown): void {
    if (typeof response !== "object" || response === null) return;
    for (const name of READERS) {
      const read: unknown = Reflect.get(response, name);
      if (typeof read !== "function") continue;
      const value = async (...args: unknown[]): Promise<unknown> => {
        const body: unknown = await read.apply(response, args);
        guard("openai.batch_results", () => this.#record(body));
        return body;
      };
      Object.defineProperty(response, name, { value, configurable: true, writable: true });
    }
  }

  #record(body: unknown): void {
    if (!isWatched(this.#host)) return;
    const lines = linesOf(body);
    if (!isBatchLine(lines.next().value)) return;
    this.#take(linesOf(body), this.#client());
  }

  #take(lines: Iterator<unknown>, client: ClientFacts): void {
    for (let count = 0; count < LINES_AT_ONCE; count += 1) {
      const { done, value } = lines.next();
      if (done === true) return;
      guard("openai.batch_results", () => recordLine(value, this.#host, client));
    }
    setImmediate(context.bind(context.active(), () => guard("openai.batch_results", () => this.#take(lines, client))));
  }
}

function recordLine(value: unknown, host: TracingHost, client: ClientFacts): void {
  const line = fieldsOf<BatchLineFields>(value);
  const { body } = fieldsOf<{ body: unknown }>(line.response);
  const kind = KINDS.get(fieldsOf<{ object: unknown }>(body).object);
  if (kind === undefined) return;
  const response = kind.read(body);
  const id = textOf(line.id) ?? response.id;
  if (id !== undefined && !billed.add(id)) return;
  const call = new ProviderCall(host, { ...REQUEST, operationName: kind.operationName }, client);
  call.end({ status: "ok", response: { ...response, serviceTier: "batch" } });
}

/** Azure's lines have no id of their own. */
function isBatchLine(value: unknown): boolean {
  const line = fieldsOf<BatchLineFields>(value);
  return textOf(line.custom_id) !== undefined && (line.response !== undefined || line.error !== undefined);
}

/** A file of one line is read as JSON, too. */
function* linesOf(body: unknown): Generator<unknown, undefined> {
  if (typeof body === "object" && body !== null && !(body instanceof ArrayBuffer) && !ArrayBuffer.isView(body)) {
    yield body;
    return;
  }
  const text = typeof body === "string" ? body : new TextDecoder().decode(body as ArrayBuffer);
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end === -1 ? undefined : end).trim();
    start = end === -1 ? text.length : end + 1;
    if (line !== "") yield parsed(line);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
