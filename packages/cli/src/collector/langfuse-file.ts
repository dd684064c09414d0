// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import { configured, yamlText } from "./collector-file.ts";
import type { CollectorFile } from "./collector-file.ts";
import { DURABLE } from "./exporters.ts";
import { GEN_AI_FILTER } from "./gen-ai-filter.ts";
import { allOf, anyOf, attribute, first, isMissing, isThere, local, quoted, set } from "./ottl.ts";
import type { Ottl, StatementGroup } from "./ottl.ts";

/** Names that Langfuse's OTLP endpoint reads before all others. */
const LANGFUSE = {
  TYPE: "langfuse.observation.type",
  USAGE_DETAILS: "langfuse.observation.usage_details",
  COST_DETAILS: "langfuse.observation.cost_details",
  USER_ID: "langfuse.user.id",
  SESSION_ID: "langfuse.session.id",
} as const;

const TYPES = {
  generation: ["chat", "text_completion", "generate_content", "rerank"],
  embedding: ["embeddings"],
  agent: ["invoke_agent", "create_agent"],
  tool: ["execute_tool"],
  retriever: ["retrieval"],
  chain: ["invoke_workflow"],
} as const;

/** Spans of one export, and bytes of one attribute: together less than Langfuse takes at once. */
const MAX_SPANS = 20;
const MAX_ATTRIBUTE_BYTES = 100_000;

const status = attribute(OUTLAY.COST_STATUS);
const operation = attribute(GEN_AI.OPERATION_NAME);

/** The branch to Langfuse, added to the gateway. */
export function langfuseFile(): CollectorFile {
  const head = [
    "GenAI spans to Langfuse, beside the other backends.",
    "",
    "  LANGFUSE_AUTH=$(printf %s pk-lf-…:sk-lf-… | base64 -w0)",
    "  otelcol-contrib --config gateway.yaml --config overlays/langfuse.yaml",
  ].join("\n");
  const value = {
    processors: {
      // Langfuse bills by the span.
      ...GEN_AI_FILTER,
      "transform/langfuse": {
        error_mode: "ignore",
        trace_statements: configured([callGroup(), otherGroup(), shortGroup()]),
      },
    },
    exporters: {
      "otlp_http/langfuse": {
        endpoint: "${env:LANGFUSE_BASE_URL:-https://cloud.langfuse.com}/api/public/otel",
        ...DURABLE,
        headers: { Authorization: "Basic ${env:LANGFUSE_AUTH}", "x-langfuse-ingestion-version": "4" },
        sending_queue: {
          ...DURABLE.sending_queue,
          // Langfuse refuses more than 4.5 MB.
          batch: { flush_timeout: "1s", sizer: "items", min_size: MAX_SPANS / 2, max_size: MAX_SPANS },
        },
      },
    },
    service: {
      pipelines: {
        "traces/langfuse": {
          receivers: ["forward/kept"],
          processors: ["filter/gen_ai", "transform/langfuse"],
          exporters: ["otlp_http/langfuse"],
        },
      },
    },
  };
  return {
    path: "overlays/langfuse.yaml",
    text: yamlText(head, [{ comment: "Names that Langfuse reads (server 4.16).", value }]),
  };
}

function typeStatements(): readonly Ottl[] {
  return Object.entries(TYPES).map(([type, operations]) =>
    set(
      attribute(LANGFUSE.TYPE),
      quoted(type),
      allOf([isMissing(attribute(LANGFUSE.TYPE)), anyOf(operations.map((name) => `${operation} == ${quoted(name)}`))]),
    ),
  );
}

/** A JSON text of what a local holds, under a name that nothing is under yet. */
function jsonOf(name: string, parts: Ottl): Ottl {
  return set(attribute(name), `String(${parts})`, allOf([isMissing(attribute(name)), isThere(parts)]));
}

function usageStatements(): readonly Ottl[] {
  const [input, output] = [attribute(GEN_AI.USAGE_INPUT_TOKENS), attribute(GEN_AI.USAGE_OUTPUT_TOKENS)];
  const read = attribute(GEN_AI.USAGE_CACHE_READ_INPUT_TOKENS);
  const write = attribute(GEN_AI.USAGE_CACHE_CREATION_INPUT_TOKENS);
  const write5m = attribute(OUTLAY.USAGE_CACHE_WRITE_5M_TOKENS);
  const write1h = attribute(OUTLAY.USAGE_CACHE_WRITE_1H_TOKENS);
  const orNone = (count: Ottl): Ottl => first([count, "0"]);
  const unsplit = `${orNone(write)} - ${orNone(write5m)} - ${orNone(write1h)}`;
  const usage = (key: string): Ottl => `${local("usage")}[${quoted(key)}]`;
  return [
    set(usage("input"), `${input} - ${orNone(read)} - ${orNone(write)}`, `IsInt(${input})`),
    set(usage("input_cached_tokens"), read),
    set(usage("input_cache_creation"), unsplit, allOf([isThere(write), `${unsplit} > 0`])),
    set(usage("input_cache_creation_5m"), write5m),
    set(usage("input_cache_creation_1h"), write1h),
    set(usage("output"), output, `IsInt(${output})`),
    jsonOf(LANGFUSE.USAGE_DETAILS, local("usage")),
  ];
}

/** Parts of a cost by the buckets they pay for; cache writes of all lifetimes are one part. */
const COST_BUCKETS = {
  input: OUTLAY.COST_UNCACHED_INPUT_USD,
  input_cached_tokens: OUTLAY.COST_CACHE_READ_USD,
  input_cache_creation: OUTLAY.COST_CACHE_WRITE_USD,
  output: OUTLAY.COST_OUTPUT_USD,
  units: OUTLAY.COST_UNITS_USD,
  total: OUTLAY.COST_TOTAL_USD,
} as const;

function costStatements(): readonly Ottl[] {
  const isPriced = isThere(attribute(OUTLAY.COST_TOTAL_USD));
  const buckets = Object.entries(COST_BUCKETS).map(([bucket, name]) =>
    set(`${local("cost")}[${quoted(bucket)}]`, attribute(name), allOf([isPriced, isThere(attribute(name))])),
  );
  return [...buckets, jsonOf(LANGFUSE.COST_DETAILS, local("cost"))];
}

/** A call states its usage and its cost in parts that do not overlap: Langfuse adds them up as they are. */
function callGroup(): StatementGroup {
  return {
    context: "span",
    conditions: [allOf([isThere(status), `${status} != "duplicate"`])],
    statements: [...typeStatements(), ...usageStatements(), ...costStatements(), ...whoStatements()],
  };
}

/** Agents, workflows and duplicates repeat what calls are billed for: for Langfuse they used nothing. */
function otherGroup(): StatementGroup {
  const repeats = anyOf(
    [
      GEN_AI.USAGE_INPUT_TOKENS,
      GEN_AI.USAGE_OUTPUT_TOKENS,
      GEN_AI.REQUEST_MODEL,
      "ai.usage.inputTokens",
      "ai.model.id",
      "llm.token_count.prompt",
      "llm.model_name",
    ].map((name) => isThere(attribute(name))),
  );
  return {
    context: "span",
    conditions: [`${status} == nil or ${status} == "duplicate"`],
    statements: [
      ...typeStatements(),
      set(
        attribute(LANGFUSE.USAGE_DETAILS),
        quoted(`{"input":0,"output":0}`),
        allOf([isMissing(attribute(LANGFUSE.USAGE_DETAILS)), repeats]),
      ),
      set(
        attribute(LANGFUSE.COST_DETAILS),
        quoted(`{"total":0}`),
        allOf([isMissing(attribute(LANGFUSE.COST_DETAILS)), repeats]),
      ),
      ...whoStatements(),
    ],
  };
}

function shortGroup(): StatementGroup {
  return { context: "span", statements: [`truncate_all(span.attributes, ${MAX_ATTRIBUTE_BYTES})`] };
}

function whoStatements(): readonly Ottl[] {
  return [
    set(attribute(LANGFUSE.USER_ID), attribute("user.id"), isMissing(attribute(LANGFUSE.USER_ID))),
    set(
      attribute(LANGFUSE.SESSION_ID),
      first([attribute("session.id"), attribute(GEN_AI.CONVERSATION_ID)]),
      isMissing(attribute(LANGFUSE.SESSION_ID)),
    ),
  ];
}
