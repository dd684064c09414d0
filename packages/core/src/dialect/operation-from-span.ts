// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, GEN_AI_DIALECT, OUTLAY, SERVER } from "@outlay/semconv";
import type { TextFact } from "@outlay/semconv";

import { assignKnown } from "../assign-known.ts";
import type { Operation } from "../operation.ts";
import type { PromptReader } from "../prompt/prompt-reader.ts";
import { billedOperation } from "./billed-operation.ts";
import { dialectOf } from "./dialect-of.ts";
import { withScopeNames } from "./foreign-scope.ts";
import { calledProvider } from "./provider-name.ts";
import { readFacts, text } from "./read-facts.ts";
import type { RawFacts } from "./read-facts.ts";
import type { SpanFacts } from "./span-facts.ts";
import { spanUsage } from "./span-usage.ts";

/**
 * Reads one billed model call from a span that some instrumentation emitted.
 *
 * @param prompts - Reads what the span tells of its prompt; spans in the order in which they ended.
 * @returns `undefined` for everything that is not the innermost model call: agents, workflows, tools, the outer spans
 *   of frameworks that repeat the sum of their steps, and spans that have nothing to do with GenAI.
 */
export function operationFromSpan(span: SpanFacts, prompts?: PromptReader): Operation | undefined {
  const operationName = billedOperation(span);
  if (operationName === undefined) return undefined;
  const { attributes } = span;
  const dialect = dialectOf(span) ?? GEN_AI_DIALECT;
  const facts = readFacts(attributes, dialect);
  const requestModel = textFact(facts, "model");
  const responseModel = textFact(facts, "responseModel");
  const said = textFact(facts, "provider") ?? text(attributes, SPARE_PROVIDER_NAMES);
  const provider = calledProvider(said, dialect.provider, responseModel ?? requestModel);
  const { usage, problems, status } = spanUsage(facts, dialect, provider, operationName);
  const operation: { -readonly [Key in keyof Operation]: Operation[Key] } = {
    traceId: span.traceId,
    spanId: span.spanId,
    provider,
    operationName,
    startTimeMs: span.startTimeMs,
    endTimeMs: span.endTimeMs,
    stream: STREAM_MARKS.some((name) => attributes[name] === true),
    usage,
    usageStatus: status,
    status: span.failed ? "error" : "ok",
    attributes: withScopeNames(attributes),
    source: { kind: "span", scope: span.scope, dialect: dialect.name },
  };
  assignKnown(operation, {
    parentSpanId: span.parentSpanId,
    requestModel,
    responseModel,
    responseId: responseIdOf(facts),
    serverAddress: text(attributes, SERVER_ADDRESSES),
    serviceTier: textFact(facts, "serviceTier"),
    region: text(attributes, provider === "aws.bedrock" ? AWS_REGIONS : REGIONS),
    errorType: text(attributes, ERROR_TYPES),
    usageProblems: problems.length > 0 ? problems : undefined,
    timeToFirstChunkMs: timeToFirstChunkMs(attributes[GEN_AI.RESPONSE_TIME_TO_FIRST_CHUNK]),
    reportedCostUsd: amount(facts.billedCostUsd),
    prompt: prompts?.read(attributes),
  });
  return Object.freeze(operation);
}

const SPARE_PROVIDER_NAMES = ["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"];
const SERVER_ADDRESSES = [SERVER.ADDRESS];
const REGIONS = [OUTLAY.RESPONSE_REGION];
const AWS_REGIONS = [OUTLAY.RESPONSE_REGION, "cloud.region"];
const ERROR_TYPES = [SERVER.ERROR_TYPE];
const STREAM_MARKS = [GEN_AI.REQUEST_STREAM, "gen_ai.request.is_stream", "llm.is_streaming"];

function textFact(facts: RawFacts, name: TextFact): string | undefined {
  const value = facts[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The AI SDK makes an id up where the vendor gives none. */
function responseIdOf(facts: RawFacts): string | undefined {
  const id = textFact(facts, "responseId");
  return id === undefined || /^ai(?:txt|obj)-/.test(id) ? undefined : id;
}

function timeToFirstChunkMs(seconds: unknown): number | undefined {
  return typeof seconds === "number" ? seconds * 1000 : undefined;
}

/** Gateways write amounts as numbers and as texts. */
function amount(value: unknown): number | undefined {
  const usd = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof usd === "number" && Number.isFinite(usd) ? usd : undefined;
}
