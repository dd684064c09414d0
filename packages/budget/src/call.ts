// SPDX-License-Identifier: Apache-2.0
import type { FindingKind } from "./definition.ts";
import type { CallAttributes } from "./match.ts";

/** One billed call, as far as budgets care. */
export interface BudgetCall {
  /** Of the reservation that a guard made for the call, or of the call itself, where it has one. */
  readonly id?: string | undefined;
  /** When the call started, epoch milliseconds: a call counts in the window it was admitted in. */
  readonly atMs: number;
  /** What `match` and `groupBy` read, by OpenTelemetry attribute name. */
  readonly attributes: CallAttributes;
  readonly traceId?: string | undefined;
  /** Model that answered; named when its price is not known. */
  readonly model?: string | undefined;
  /** Cost in nano-USD. Leave out when it is not known: an unpriced call is counted as such, never as zero. */
  readonly costNanoUsd?: number | undefined;
  /** Input and output tokens together. Leave out when they are not known. */
  readonly tokens?: number | undefined;
  /** Calls that this is the sum of. @defaultValue 1 */
  readonly calls?: number | undefined;
  /** The cost or the tokens are not what the provider reported but what was observed of it. */
  readonly estimated?: boolean | undefined;
  /**
   * How it ended, where nothing was answered that could be counted: `unsent` never reached a provider, `refused` was
   * turned away, `failed` may have run all the same.
   */
  readonly ending?: "unsent" | "refused" | "failed" | undefined;
  /** What was found out about it, for budgets that count that. */
  readonly findings?: CallFindings | undefined;
}

/** What a finding cost and how many tokens it is about; what is not known is left out. */
export interface FindingCharge {
  readonly costNanoUsd?: number | undefined;
  readonly tokens?: number | undefined;
}

/** Findings of a call by kind. */
export type CallFindings = Readonly<Partial<Record<FindingKind, FindingCharge>>>;

/** What is read of an operation; `Operation` of `@outlay/core` is one. */
export interface OperationFacts {
  readonly startTimeMs: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly provider: string;
  readonly operationName: string;
  readonly requestModel?: string;
  readonly responseModel?: string;
  readonly usage?: { readonly inputTokens?: number; readonly outputTokens?: number };
  readonly usageStatus: "reported" | "partial" | "missing";
  readonly status: "ok" | "error" | "aborted" | "abandoned";
  readonly httpStatusCode?: number;
  readonly admissionId?: string;
  readonly sent?: false;
  readonly callCount?: number;
  readonly attributes: CallAttributes;
}

/**
 * Takes from an operation what budgets count. Beside the operation's own attributes, `match` and `groupBy` can name
 * `gen_ai.provider.name`, `gen_ai.operation.name`, `gen_ai.request.model` and `gen_ai.response.model`.
 *
 * @param costNanoUsd - The price of the operation; `undefined` when it has none.
 */
export function callFromOperation(operation: OperationFacts, costNanoUsd: number | undefined): BudgetCall {
  const { usage, usageStatus, requestModel, responseModel } = operation;
  const isCounted = usageStatus !== "missing" && (usage?.inputTokens ?? usage?.outputTokens) !== undefined;
  return {
    id: operation.admissionId ?? operation.spanId,
    ending: endingOf(operation),
    atMs: operation.startTimeMs,
    attributes: {
      ...operation.attributes,
      "gen_ai.provider.name": operation.provider,
      "gen_ai.operation.name": operation.operationName,
      "gen_ai.request.model": requestModel,
      "gen_ai.response.model": responseModel,
    },
    traceId: operation.traceId,
    model: responseModel ?? requestModel,
    costNanoUsd,
    tokens: isCounted ? (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0) : undefined,
    calls: operation.callCount,
    estimated: usageStatus === "partial",
  };
}

function endingOf({ sent, status, usageStatus, httpStatusCode = 0 }: OperationFacts): BudgetCall["ending"] {
  if (sent === false) return "unsent";
  if (usageStatus !== "missing" || status === "ok") return undefined;
  return httpStatusCode >= 400 && httpStatusCode < 500 ? "refused" : "failed";
}
