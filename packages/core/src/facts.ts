// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";

import type { ContentFacts } from "./content.ts";
import type { CacheDiagnosis, Iteration, OperationName, RequestedToolCall, UsageStatus } from "./operation.ts";
import type { PromptParts } from "./prompt/prompt-parts.ts";
import type { RawUsage, UsageUnits } from "./usage.ts";

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
  /**
   * Says that another call, made inside this one, may be the one that is billed: of a model that hands its work to
   * another model, or to an SDK that is traced too. Such a call stays on the span, without a bill.
   */
  readonly mayDelegate?: boolean;
  /** What the call is billed by and the answer does not repeat, such as the characters to be spoken. */
  readonly billedUnits?: UsageUnits | undefined;
  /** What the caller gives the call up by, for SDKs whose errors and streams do not tell an abort from other ends. */
  readonly signal?: AbortSignal | undefined;
  /** Reads the messages; called only when content capture is on. */
  readonly content?: () => ContentFacts;
  /** Says what the provider renders into the prompt; called, before the call is sent, where fingerprints are on. */
  readonly prompt?: () => PromptParts;
}

/** What an adapter reads from an answer, whole or put together from a stream. */
export interface ResponseFacts {
  /** `gen_ai.provider.name` of a gateway that gives itself away; taken where the host told nothing. */
  readonly provider?: string | undefined;
  readonly id?: string | undefined;
  readonly model?: string | undefined;
  readonly finishReasons?: readonly string[] | undefined;
  readonly usage?: RawUsage | undefined;
  /** `partial` when part of the bill cannot be known, for example after an early break. Default: by `usage`. */
  readonly usageStatus?: UsageStatus | undefined;
  readonly iterations?: readonly Iteration[] | undefined;
  /** Of how many calls this is the sum, for SDKs that tell no less. */
  readonly callCount?: number | undefined;
  readonly serviceTier?: string | undefined;
  readonly region?: string | undefined;
  readonly toolCalls?: readonly RequestedToolCall[] | undefined;
  readonly cacheDiagnosis?: CacheDiagnosis | undefined;
  readonly reportedCostUsd?: number | undefined;
  /** Says that the work has only begun: what it used is told when the answer is fetched by its id. */
  readonly isDeferred?: boolean | undefined;
  /** Says that the call failed although HTTP did not: an answer that is an error, a stream that ends in one. */
  readonly errorType?: string | undefined;
  /** Attributes of the vendor's own conventions. */
  readonly attributes?: Attributes | undefined;
  /** Reads the answer's messages; called only when content capture is on. */
  readonly content?: () => ContentFacts;
}

/** What the headers of an answer add to its body. */
export type HeaderFacts = Pick<ResponseFacts, "provider" | "reportedCostUsd">;

/** Headers of a response, of whatever `fetch` the SDK uses. */
export interface ResponseHeaders {
  get(name: string): string | null;
}

/** Who is being called, read once per client object. */
export interface ClientFacts {
  /** `gen_ai.provider.name`. */
  readonly provider: string;
  /** Says that nobody knows the host, and that `provider` is the SDK's own vendor for want of a better name. */
  readonly isProviderAssumed?: boolean | undefined;
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
