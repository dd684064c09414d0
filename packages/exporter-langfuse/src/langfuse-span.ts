// SPDX-License-Identifier: Apache-2.0
import { operationFromSpan, spanFacts } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { GEN_AI, OUTLAY, SERVER } from "@outlay/semconv";
import type { AttributesLike, ReadableSpanLike } from "@outlay/semconv";

import { LANGFUSE, OBSERVATION_TYPES } from "./langfuse-attributes.ts";
import { inheritedAttributes } from "./trace-roots.ts";
import type { TraceAttributes } from "./trace-roots.ts";
import { BILLED_ELSEWHERE, costDetails, usageDetails } from "./usage-details.ts";

const REQUEST_PREFIX = "gen_ai.request.";

/** `SpanStatusCode.ERROR` of the API. */
const STATUS_ERROR = 2;

/** Prefixes of attributes that Langfuse adds up as usage on any span it finds them on. */
const COUNTED_PREFIXES = ["gen_ai.usage.", "llm.token_count.", "ai.usage."];

/** Names a span states its model under; with one, and without usage, Langfuse counts tokens from the text. */
const MODEL_NAMES: ReadonlySet<string> = new Set([
  GEN_AI.RESPONSE_MODEL,
  GEN_AI.REQUEST_MODEL,
  "ai.model.id",
  "llm.model_name",
]);

/**
 * Maps a span to what Langfuse understands, on a copy; the span itself stays as it is for other exporters.
 *
 * Only what Langfuse would miss or misread is added. What the application set under Langfuse's own names stays.
 *
 * @param trace - What holds for every span of its trace, see {@link TraceRoots.attributesOf}.
 */
export function langfuseSpan(span: ReadableSpanLike, trace: TraceAttributes = {}): ReadableSpanLike {
  const { attributes } = span;
  return {
    ...copy(span),
    attributes: { ...inheritedAttributes(attributes, trace), ...observationAttributes(span), ...attributes },
  };
}

/** Spans of the SDKs are class instances: their methods and getters do not survive a spread. */
function copy(span: ReadableSpanLike): ReadableSpanLike {
  const spanContext = span.spanContext();
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => spanContext,
    ...(span.parentSpanContext === undefined ? {} : { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    status: span.status,
    attributes: span.attributes,
    links: span.links,
    events: span.events,
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

function observationAttributes(span: ReadableSpanLike): Readonly<Record<string, unknown>> {
  const { attributes } = span;
  const operation = operationFromSpan(spanFacts(span));
  return known({
    [LANGFUSE.TYPE]: OBSERVATION_TYPES.get(attributes[GEN_AI.OPERATION_NAME]),
    ...spendAttributes(attributes, operation),
    ...statusAttributes(span),
    [LANGFUSE.MODEL_PARAMETERS]: operation && json(modelParameters(attributes, operation)),
    [LANGFUSE.COMPLETION_START_TIME]: operation && completionStartTime(operation),
  });
}

/** A call states its usage and cost; a span that repeats them, or sums its children up, states zero. */
function spendAttributes(attributes: AttributesLike, operation: Operation | undefined): Record<string, unknown> {
  const isDuplicate = attributes[OUTLAY.COST_STATUS] === "duplicate";
  if (operation !== undefined && !isDuplicate) {
    const cost = costDetails(attributes);
    return {
      [LANGFUSE.USAGE_DETAILS]: json(usageDetails(operation.usage ?? {}, cost !== undefined)),
      [LANGFUSE.COST_DETAILS]: cost && json(cost),
    };
  }
  if (!isDuplicate && !repeatsUsage(attributes)) return {};
  return {
    [LANGFUSE.USAGE_DETAILS]: json(BILLED_ELSEWHERE.usage),
    [LANGFUSE.COST_DETAILS]: json(BILLED_ELSEWHERE.cost),
  };
}

/** Agents, workflows and the outer spans of frameworks; a span of the application's own making is not judged. */
function repeatsUsage(attributes: AttributesLike): boolean {
  const isGenAi = ["ai.operationId", GEN_AI.OPERATION_NAME, "openinference.span.kind"].some((key) => key in attributes);
  if (!isGenAi) return false;
  return Object.keys(attributes).some(
    (key) => MODEL_NAMES.has(key) || COUNTED_PREFIXES.some((prefix) => key.startsWith(prefix)),
  );
}

function statusAttributes({ attributes, status }: ReadableSpanLike): Record<string, unknown> {
  const outcome = attributes[OUTLAY.OPERATION_OUTCOME];
  if (status.code === STATUS_ERROR)
    return { [LANGFUSE.STATUS_MESSAGE]: status.message ?? attributes[SERVER.ERROR_TYPE] };
  if (typeof outcome !== "string") return {};
  return { [LANGFUSE.LEVEL]: "WARNING", [LANGFUSE.STATUS_MESSAGE]: `answer ${outcome} by the caller` };
}

/** The request's parameters, and the tier it was served in, which Langfuse's own price list asks for. */
function modelParameters(attributes: AttributesLike, operation: Operation): Readonly<Record<string, unknown>> {
  const parameters: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith(REQUEST_PREFIX)) parameters[key.slice(REQUEST_PREFIX.length)] = value;
  }
  delete parameters["model"];
  if (operation.serviceTier !== undefined) parameters["service_tier"] = operation.serviceTier;
  return parameters;
}

function completionStartTime(operation: Operation): string | undefined {
  if (operation.timeToFirstChunkMs === undefined) return undefined;
  const time = new Date(operation.startTimeMs + operation.timeToFirstChunkMs);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** JSON text, or `undefined` when there is nothing to say. */
function json(value: object): string | undefined {
  return Object.keys(value).length === 0 ? undefined : JSON.stringify(value);
}

function known(values: Record<string, unknown>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
