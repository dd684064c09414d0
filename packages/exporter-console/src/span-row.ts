// SPDX-License-Identifier: Apache-2.0
import { operationFromSpan, spanFacts, uncachedInputTokens } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { OUTLAY, SERVER } from "@outlay/semconv";
import type { AttributesLike, ReadableSpanLike } from "@outlay/semconv";

/** The kinds of token a trace is broken down by, in the order they are shown. */
export const TOKEN_KINDS = ["uncached", "cached", "written", "output"] as const;

/** One of {@link TOKEN_KINDS}. */
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** What a billed call used and cost. Unknown is absent, never 0; amounts are pico-USD. */
export interface CallSpend {
  readonly model: string;
  readonly tokens: { readonly [Kind in TokenKind]?: number };
  /** Some counts are missing that the provider bills. */
  readonly isUsagePartial: boolean;
  /** `outlay.cost.status`; absent when nothing priced the span. */
  readonly costStatus?: string;
  readonly picoUsd?: number;
  readonly picoUsdByKind: { readonly [Kind in TokenKind]?: number };
  readonly savedPicoUsd?: number;
}

/** What is drawn of a span: a few short facts, so that waiting for a root does not hold on to what was said. */
export interface SpanRow {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** The span in which this process entered the trace. */
  readonly isLocalRoot: boolean;
  /** Spend is what is drawn: a trace without any such span is not. */
  readonly isGenAi: boolean;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly call?: CallSpend;
  /** The same call as another span's, which has the bill. */
  readonly isDuplicate: boolean;
  readonly error?: string;
  readonly resends?: number;
  readonly outcome?: string;
  /** Model that answered, when it is another one than was asked. */
  readonly servedModel?: string;
  /** Session and user, as text. */
  readonly scope: readonly string[];
}

const PICO_PER_USD = 1e12;
const STATUS_ERROR = 2;

const COST_OF_KIND: Readonly<Record<TokenKind, string>> = {
  uncached: OUTLAY.COST_UNCACHED_INPUT_USD,
  cached: OUTLAY.COST_CACHE_READ_USD,
  written: OUTLAY.COST_CACHE_WRITE_USD,
  output: OUTLAY.COST_OUTPUT_USD,
};

/** Attributes that say who a trace was for, and what they are called in the drawing. */
const SCOPE = [
  ["session", ["session.id", "gen_ai.conversation.id"]],
  ["user", ["user.id"]],
] as const;

/** Reads a row from a span of SDK 2.x or 3.x. */
export function rowFromSpan(span: ReadableSpanLike): SpanRow {
  const { attributes, parentSpanContext } = span;
  const facts = spanFacts(span);
  const operation = operationFromSpan(facts);
  const isDuplicate = attributes[OUTLAY.COST_STATUS] === "duplicate";
  const resends = attributes[SERVER.HTTP_RESEND_COUNT];
  return {
    traceId: facts.traceId,
    spanId: facts.spanId,
    isLocalRoot: parentSpanContext === undefined || parentSpanContext.isRemote === true,
    isGenAi: Object.keys(attributes).some((key) => key.startsWith("gen_ai.") || key.startsWith("outlay.")),
    name: span.name,
    startMs: facts.startTimeMs,
    endMs: facts.endTimeMs,
    isDuplicate,
    scope: scopeOf(attributes),
    ...known("parentSpanId", parentSpanContext?.spanId),
    ...known("call", isDuplicate || operation === undefined ? undefined : spendOf(operation, attributes)),
    ...known("error", errorOf(span)),
    ...known("resends", typeof resends === "number" && resends > 0 ? resends : undefined),
    ...known("outcome", text(attributes[OUTLAY.OPERATION_OUTCOME])),
    ...known("servedModel", operation && otherModel(operation)),
  };
}

function spendOf(operation: Operation, attributes: AttributesLike): CallSpend {
  const { usage = {}, usageStatus } = operation;
  const byKind = TOKEN_KINDS.map((kind) => known(kind, picoUsd(attributes[COST_OF_KIND[kind]])));
  return {
    model: operation.requestModel ?? operation.responseModel ?? operation.operationName,
    tokens: {
      ...known("uncached", uncachedInputTokens(usage)),
      ...known("cached", usage.cacheReadTokens),
      ...known("written", usage.cacheWriteTokens),
      ...known("output", usage.outputTokens),
    },
    isUsagePartial: usageStatus !== "reported" || isStatedPartial(attributes),
    picoUsdByKind: Object.assign({}, ...byKind),
    ...known("costStatus", text(attributes[OUTLAY.COST_STATUS])),
    ...known("picoUsd", picoUsd(attributes[OUTLAY.COST_TOTAL_USD])),
    ...known("savedPicoUsd", picoUsd(attributes[OUTLAY.COST_CACHE_SAVED_USD])),
  };
}

/** Our own instrumentation knows more than the counts show: a stream that broke off has counts and more to come. */
function isStatedPartial(attributes: AttributesLike): boolean {
  const status = attributes[OUTLAY.USAGE_STATUS];
  return status === "partial" || status === "missing";
}

function errorOf({ status, attributes }: ReadableSpanLike): string | undefined {
  if (status.code !== STATUS_ERROR) return undefined;
  return text(attributes[SERVER.ERROR_TYPE]) ?? text(status.message) ?? "error";
}

/** Dated snapshots of what was asked for (`gpt-5.1`, `gpt-5.1-2026-08-01`) are the same model to a reader. */
function otherModel({ requestModel, responseModel }: Operation): string | undefined {
  if (requestModel === undefined || responseModel === undefined) return undefined;
  return responseModel.startsWith(requestModel) || requestModel.endsWith(responseModel) ? undefined : responseModel;
}

function scopeOf(attributes: AttributesLike): readonly string[] {
  return SCOPE.flatMap(([label, names]) => {
    const value = names.map((name) => text(attributes[name])).find((found) => found !== undefined);
    return value === undefined ? [] : [`${label} ${value}`];
  });
}

function picoUsd(usd: unknown): number | undefined {
  return typeof usd === "number" && Number.isFinite(usd) ? Math.round(usd * PICO_PER_USD) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function known<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}
