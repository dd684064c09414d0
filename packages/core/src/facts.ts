// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";

import type { ContentFacts } from "./content.ts";
import type { Iteration, OperationName, RequestedToolCall, UsageStatus } from "./operation.ts";
import type { RawUsage } from "./usage.ts";

/** What an adapter reads from the arguments of a call, before it is sent. */
export interface RequestFacts {
  readonly operationName: OperationName;
  readonly model: string | undefined;
  readonly stream: boolean;
  /** `gen_ai.request.*` and the vendor's own request attributes. */
  readonly attributes: Attributes;
  /** Name of the SDK helper that makes the call, when it says so. */
  readonly helper?: string | undefined;
  /** Tells which changes an opt-in policy made to the request. */
  readonly edits?: readonly string[];
  /** Reads the messages; called only when content capture is on. */
  readonly content?: () => ContentFacts;
}

/** What an adapter reads from an answer, whole or put together from a stream. */
export interface ResponseFacts {
  readonly id?: string | undefined;
  readonly model?: string | undefined;
  readonly finishReasons?: readonly string[] | undefined;
  readonly usage?: RawUsage | undefined;
  /** `partial` when part of the bill cannot be known, for example after an early break. Default: by `usage`. */
  readonly usageStatus?: UsageStatus | undefined;
  readonly iterations?: readonly Iteration[] | undefined;
  readonly serviceTier?: string | undefined;
  readonly region?: string | undefined;
  readonly toolCalls?: readonly RequestedToolCall[] | undefined;
  readonly reportedCostUsd?: number | undefined;
  /** Says that the call failed although HTTP did not: an answer that is an error, a stream that ends in one. */
  readonly errorType?: string | undefined;
  /** Attributes of the vendor's own conventions. */
  readonly attributes?: Attributes | undefined;
  /** Reads the answer's messages; called only when content capture is on. */
  readonly content?: () => ContentFacts;
}

/** Who is being called, read once per client object. */
export interface ClientFacts {
  /** `gen_ai.provider.name`. */
  readonly provider: string;
  readonly serverAddress?: string | undefined;
  readonly serverPort?: number | undefined;
  /** Cloud region the client was made for, where prices differ by it; wins over what the answer says. */
  readonly region?: string | undefined;
}

/**
 * Folds a stream's chunks into facts. One per stream; `push` must be quick, it runs for every chunk.
 */
export interface StreamReducer {
  /** @returns `true` when the chunk exists only because of our own edit and must not reach the caller. */
  push(chunk: unknown): boolean;
  /** @param complete - False after an abort, an early break or an error: what is missing stays unknown. */
  finish(complete: boolean): ResponseFacts;
}
