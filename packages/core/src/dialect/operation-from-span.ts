// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import {
  ATTRIBUTE_FAMILIES,
  BILLED_OPERATIONS,
  CACHE_BESIDE_INPUT,
  GEN_AI,
  GEN_AI_DIALECT,
  PROVIDER_ALIASES,
  REASONING_BESIDE_OUTPUT,
  SERVER,
} from "@outlay/semconv";
import type { AttributeFamily, Dialect, Inclusion } from "@outlay/semconv";

import { assignKnown } from "../assign-known.ts";
import type { Operation, OperationName } from "../operation.ts";
import { isTokenCount, normalizeUsage, usageStatus } from "../usage.ts";
import type { RawUsage } from "../usage.ts";
import { dialectOf } from "./dialect-of.ts";

/** A finished or finishing span as far as reading it goes; live SDK spans and decoded OTLP both fit. */
export interface SpanFacts {
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly startTimeMs: number;
  readonly endTimeMs: number;
  readonly failed: boolean;
  readonly attributes: Attributes;
}

/**
 * Reads one billed model call from a span that some instrumentation emitted.
 *
 * @returns `undefined` for everything that is not the innermost model call: agents, workflows, tools, the outer spans
 *   of frameworks that repeat the sum of their steps, and spans that have nothing to do with GenAI.
 */
export function operationFromSpan(span: SpanFacts): Operation | undefined {
  const { attributes } = span;
  const operationName = billedOperation(attributes);
  if (operationName === undefined) return undefined;
  const dialect = dialectOf(span.scope, attributes) ?? GEN_AI_DIALECT;
  const family: AttributeFamily = ATTRIBUTE_FAMILIES[dialect.family];
  const provider = providerName(text(attributes, family.provider) ?? text(attributes, SPARE_PROVIDER_NAMES));
  const requestModel = text(attributes, family.model);
  const normalized = normalizeUsage(readUsage(attributes, family, dialect, provider));
  const timeToFirstChunk = attributes[GEN_AI.RESPONSE_TIME_TO_FIRST_CHUNK];
  const operation: { -readonly [Key in keyof Operation]: Operation[Key] } = {
    traceId: span.traceId,
    spanId: span.spanId,
    provider,
    operationName,
    startTimeMs: span.startTimeMs,
    endTimeMs: span.endTimeMs,
    stream: attributes[GEN_AI.REQUEST_STREAM] === true,
    usage: normalized.usage,
    usageStatus: usageStatus(normalized),
    status: span.failed ? "error" : "ok",
    attributes,
    source: { kind: "span", scope: span.scope, dialect: dialect.name },
  };
  assignKnown(operation, {
    parentSpanId: span.parentSpanId,
    requestModel,
    responseModel: text(attributes, family.responseModel),
    responseId: text(attributes, family.responseId),
    serverAddress: text(attributes, SERVER_ADDRESSES),
    serviceTier: text(attributes, SERVICE_TIERS),
    errorType: text(attributes, ERROR_TYPES),
    usageProblems: normalized.problems.length > 0 ? normalized.problems : undefined,
    timeToFirstChunkMs: typeof timeToFirstChunk === "number" ? timeToFirstChunk * 1000 : undefined,
  });
  return Object.freeze(operation);
}

const SPARE_PROVIDER_NAMES = ["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"];
const SERVICE_TIERS = [
  "outlay.response.service_tier",
  GEN_AI.OPENAI_RESPONSE_SERVICE_TIER,
  "anthropic.response.service_tier",
];
const SERVER_ADDRESSES = [SERVER.ADDRESS];
const ERROR_TYPES = [SERVER.ERROR_TYPE];
const OPERATION_KINDS = ["ai.operationId", GEN_AI.OPERATION_NAME, "openinference.span.kind"];

/** Operation of a span that stands for a billed call; checked first, for every span of the process. */
function billedOperation(attributes: Attributes): OperationName | undefined {
  for (const name of OPERATION_KINDS) {
    const kind = attributes[name];
    if (typeof kind === "string") return own(BILLED_OPERATIONS, kind);
  }
  // Emitters from before `gen_ai.operation.name`: only the span of the call itself carries counts.
  return attributes["llm.request.type"] === undefined ? undefined : "chat";
}

function readUsage(attributes: Attributes, family: AttributeFamily, dialect: Dialect, provider: string): RawUsage {
  const input = count(attributes, family.input);
  const output = count(attributes, family.output);
  const cacheRead = count(attributes, family.cacheRead);
  const cacheWrite = count(attributes, family.cacheWrite);
  const reasoning = count(attributes, family.reasoning);
  const total = count(attributes, family.total);
  const cached = numeric(cacheRead) + numeric(cacheWrite);
  const wholeWithoutCache = numeric(input) + numeric(output);
  // A stated total settles what the table could only assume.
  const cacheBeside =
    isTokenCount(total) && cached > 0
      ? total === wholeWithoutCache + cached
      : isBeside(dialect.cache, CACHE_BESIDE_INPUT, provider);
  const reasoningBeside =
    isTokenCount(total) && numeric(reasoning) > 0
      ? total === wholeWithoutCache + numeric(reasoning)
      : isBeside(dialect.reasoning, REASONING_BESIDE_OUTPUT, provider);
  return {
    inputTokens: cacheBeside && isTokenCount(input) ? input + cached : input,
    outputTokens: reasoningBeside && isTokenCount(output) ? output + numeric(reasoning) : output,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    cacheWrite5mTokens: count(attributes, family.cacheWrite5m),
    cacheWrite1hTokens: count(attributes, family.cacheWrite1h),
    reasoningTokens: reasoning,
  };
}

function isBeside(rule: Inclusion, vendors: ReadonlySet<string>, provider: string): boolean {
  return rule === "beside" || (rule === "by_provider" && vendors.has(provider));
}

function providerName(value: string | undefined): string {
  const name = (value ?? "unknown").toLowerCase();
  const alias = own(PROVIDER_ALIASES, name);
  // The conventions have names with dots of their own.
  if (alias !== undefined || /^(?:aws|azure|gcp|ibm)\./.test(name)) return alias ?? name;
  // `openai.chat` and `anthropic.messages` are the AI SDK's: the vendor, and which of its APIs.
  const vendor = name.split(".", 1)[0] ?? name;
  return own(PROVIDER_ALIASES, vendor) ?? vendor;
}

function text(attributes: Attributes, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

function count(attributes: Attributes, names: readonly string[]): unknown {
  for (const name of names) {
    const value = attributes[name];
    if (value !== undefined) return value;
  }
  return undefined;
}

function numeric(value: unknown): number {
  return isTokenCount(value) ? value : 0;
}

/** Names come from spans: `constructor` must not find what every object has. */
function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
