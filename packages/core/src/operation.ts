// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";

import type { PromptFingerprint } from "./prompt/prompt-fingerprint.ts";
import type { Usage, UsageProblem } from "./usage.ts";

/** `gen_ai.operation.name`, as far as Outlay prices it. */
export type OperationName =
  | "chat"
  | "generate_content"
  | "text_completion"
  | "embeddings"
  | "rerank"
  | "image_generation"
  | "transcription"
  | "speech"
  | "moderation";

/** How much of the bill is known. `missing` and `partial` are never counted as zero. */
export type UsageStatus = "reported" | "partial" | "missing";

/** How the call ended, seen from the caller. */
export type OperationStatus = "ok" | "error" | "aborted" | "abandoned";

/** Where the facts were learnt: our own patch, or a span that somebody else's instrumentation emitted. */
export interface OperationSource {
  readonly kind: "patch" | "span" | "manual";
  /** Instrumentation scope that emitted the span. */
  readonly scope: string;
  /** Dialect table entry that read it; `outlay` for our own. */
  readonly dialect: string;
}

/** One model pass inside a call that bills several (Anthropic `usage.iterations`): own model, own counts. */
export interface Iteration {
  readonly kind: string;
  readonly model?: string;
  readonly usage: Usage;
}

/** A tool call the model asked for. */
export interface RequestedToolCall {
  readonly id?: string;
  readonly name: string;
}

/** What the provider itself says of why its prompt cache was missed, where a program asked it to. */
export interface CacheDiagnosis {
  /** In the vendor's word: `tools_changed`, `messages_changed`, … */
  readonly reason: string;
  readonly missedTokens?: number;
}

/**
 * What one billed provider call was: the only record that crosses package borders.
 *
 * Adapters produce it, from the patched call or from a foreign span; pricing, budgets, metrics and
 * analyzers fold it. Plain and frozen; times are epoch milliseconds.
 */
export interface Operation {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  /** `gen_ai.provider.name`. */
  readonly provider: string;
  readonly operationName: OperationName;
  readonly requestModel?: string;
  readonly responseModel?: string;
  readonly responseId?: string;
  readonly serverAddress?: string;
  readonly serverPort?: number;
  readonly startTimeMs: number;
  readonly endTimeMs: number;
  readonly stream: boolean;
  readonly timeToFirstChunkMs?: number;
  readonly usage?: Usage;
  readonly usageStatus: UsageStatus;
  readonly usageProblems?: readonly UsageProblem[];
  readonly iterations?: readonly Iteration[];
  /** Billed calls that this record stands for, when it is the sum of several that nobody told apart. */
  readonly callCount?: number;
  /** Tier served, in the vendor's word: `default`, `flex`, `priority`, `batch`, … */
  readonly serviceTier?: string;
  /** Where inference ran as far as it changes the price: `us`, `eu`, an AWS region, … */
  readonly region?: string;
  readonly finishReasons?: readonly string[];
  readonly toolCalls?: readonly RequestedToolCall[];
  readonly cacheDiagnosis?: CacheDiagnosis;
  /** Times the SDK sent the request again. */
  readonly resendCount?: number;
  readonly status: OperationStatus;
  readonly errorType?: string;
  /** HTTP status of a refused call. */
  readonly httpStatusCode?: number;
  /** Cost the provider or gateway reported itself, in USD. */
  readonly reportedCostUsd?: number;
  /** Names what a policy held for this call, to be settled with what it cost. */
  readonly admissionId?: string;
  /** `false` when a policy refused the call: no provider was reached. */
  readonly sent?: false;
  /** What was sent, block by block, as keyed hashes; absent where fingerprints are off or the adapter takes none. */
  readonly prompt?: PromptFingerprint;
  /** Scope of the call: `user.id`, `session.id`, `gen_ai.conversation.id`, `team.id`, `feature`, … */
  readonly attributes: Attributes;
  readonly source: OperationSource;
}
