// SPDX-License-Identifier: Apache-2.0
import type { AttributesLike, ReadableSpanLike } from "@outlay/semconv";

/** An observation as Langfuse 4.16 stores it, as far as these tests look. */
export interface Observation {
  readonly type: unknown;
  readonly model: unknown;
  readonly modelParameters: Readonly<Record<string, unknown>>;
  readonly usage: Readonly<Record<string, number>>;
  readonly cost: Readonly<Record<string, number>>;
  /** What the lists and sums of the user interface show. */
  readonly shown: { readonly input: number; readonly output: number; readonly total: number; readonly costUsd: number };
  readonly level: unknown;
  readonly statusMessage: unknown;
  readonly completionStartTime: unknown;
  readonly traceName: unknown;
  readonly userId: unknown;
  readonly sessionId: unknown;
  readonly tags: unknown;
  readonly environment: unknown;
  readonly release: unknown;
}

/** Langfuse's own price list for a model: USD per unit of a bucket. */
export type PriceList = Readonly<Record<string, number>>;

/**
 * What Langfuse makes of a span: its rules of reading usage and cost, retold from its sources and from trial runs.
 *
 * @param prices - Prices Langfuse has for the span's model; used only when the span states no cost.
 */
export function observationOf(span: ReadableSpanLike, prices: PriceList = {}): Observation {
  const { attributes } = span;
  const first = (...names: string[]): unknown => names.map((name) => attributes[name]).find((value) => value);
  const isAgent = ["invoke_agent", "agent_step"].includes(String(attributes["gen_ai.operation.name"]));
  const model = isAgent ? undefined : first("gen_ai.response.model", "ai.model.id", "gen_ai.request.model");
  const usage = isAgent ? {} : withTotal(storedUsage(attributes, model));
  const cost = isAgent ? {} : storedCost(attributes, usage, prices);
  return {
    type: observationType(attributes),
    model,
    modelParameters: modelParameters(attributes),
    usage,
    cost,
    shown: {
      input: sumOfKeysWith("input", usage),
      output: sumOfKeysWith("output", usage),
      total: usage["total"] ?? 0,
      costUsd: truncated(cost["total"] ?? 0),
    },
    level: first("langfuse.observation.level") ?? (span.status.code === 2 ? "ERROR" : "DEFAULT"),
    statusMessage: first("langfuse.observation.status_message") ?? span.status.message,
    completionStartTime: first("langfuse.observation.completion_start_time"),
    traceName: first("langfuse.trace.name"),
    userId: first("langfuse.user.id", "user.id"),
    sessionId: first("langfuse.session.id", "session.id", "gen_ai.conversation.id"),
    tags: first("langfuse.trace.tags", "langfuse.tags"),
    environment: first("langfuse.environment") ?? span.resource.attributes["deployment.environment.name"],
    release: first("langfuse.release") ?? span.resource.attributes["langfuse.release"],
  };
}

const TYPES_BY_OPERATION: ReadonlyMap<unknown, string> = new Map([
  ["chat", "generation"],
  ["completion", "generation"],
  ["text_completion", "generation"],
  ["generate_content", "generation"],
  ["generate", "generation"],
  ["embeddings", "embedding"],
  ["invoke_agent", "agent"],
  ["create_agent", "agent"],
  ["execute_tool", "tool"],
]);

function observationType(attributes: AttributesLike): unknown {
  const byModel = "gen_ai.request.model" in attributes ? "generation" : "span";
  const byOperation = TYPES_BY_OPERATION.get(attributes["gen_ai.operation.name"]) ?? byModel;
  return attributes["langfuse.observation.type"] ?? byOperation;
}

function modelParameters(attributes: AttributesLike): Readonly<Record<string, unknown>> {
  const stated = attributes["langfuse.observation.model.parameters"];
  if (typeof stated === "string") return JSON.parse(stated) as Record<string, unknown>;
  const requested = Object.entries(attributes).filter(([key]) => key.startsWith("gen_ai.request."));
  const named = requested.map(([key, value]) => [key.slice("gen_ai.request.".length), value] as const);
  return Object.fromEntries(named.filter(([key]) => key !== "model"));
}

/** Exact names that Langfuse knows; every other counted attribute becomes a bucket under its own name. */
const BUCKET_OF: Readonly<Record<string, string>> = {
  input_tokens: "input",
  prompt_tokens: "input",
  prompt: "input",
  output_tokens: "output",
  completion_tokens: "output",
  completion: "output",
  total_tokens: "total",
  total: "total",
  "cache_read.input_tokens": "input_cached_tokens",
  cache_read_input_tokens: "input_cached_tokens",
  "cache_creation.input_tokens": "input_cache_creation",
  cache_creation_input_tokens: "input_cache_creation",
  "reasoning.output_tokens": "output_reasoning_tokens",
  reasoning_tokens: "output_reasoning_tokens",
};

/** Length of a text when Langfuse counts the tokens itself, because a model is named and no usage is. */
export const COUNTED_BY_LANGFUSE = 7;

function storedUsage(attributes: AttributesLike, model: unknown): Record<string, number> {
  const stated = attributes["langfuse.observation.usage_details"];
  const usage = typeof stated === "string" ? (JSON.parse(stated) as Record<string, number>) : countedUsage(attributes);
  const isCounted = Object.keys(usage).length === 0 && model !== undefined && "gen_ai.input.messages" in attributes;
  return isCounted ? { input: COUNTED_BY_LANGFUSE } : usage;
}

function countedUsage(attributes: AttributesLike): Record<string, number> {
  const usage: Record<string, number> = {};
  for (const [key, value] of Object.entries(attributes)) {
    const name = /^(?:gen_ai\.usage\.|llm\.token_count\.)(?<name>.+)$/.exec(key)?.groups?.["name"];
    if (name === undefined || name === "cost" || !Number.isInteger(value)) continue;
    usage[BUCKET_OF[name] ?? name] = value as number;
  }
  subtract(usage, "input", ["input_cached_tokens", "input_cache_creation"]);
  subtract(usage, "output", ["output_reasoning_tokens"]);
  return usage;
}

function subtract(usage: Record<string, number>, whole: string, parts: readonly string[]): void {
  const count = usage[whole];
  if (count === undefined) return;
  usage[whole] = Math.max(
    0,
    parts.reduce((rest, part) => rest - (usage[part] ?? 0), count),
  );
}

function withTotal(usage: Record<string, number>): Record<string, number> {
  if ("total" in usage || Object.keys(usage).length === 0) return usage;
  return { ...usage, total: Object.values(usage).reduce((sum, count) => sum + count, 0) };
}

function storedCost(
  attributes: AttributesLike,
  usage: Record<string, number>,
  prices: PriceList,
): Record<string, number> {
  const stated = attributes["langfuse.observation.cost_details"];
  if (typeof stated === "string") return JSON.parse(stated) as Record<string, number>;
  const reported = attributes["gen_ai.usage.cost"];
  if (typeof reported === "number") return { total: reported };
  const cost: Record<string, number> = {};
  let total = 0;
  for (const [bucket, count] of Object.entries(usage)) {
    const price = prices[bucket];
    if (price === undefined) continue;
    cost[bucket] = price * count;
    total += price * count;
  }
  return Object.keys(cost).length === 0 ? {} : { ...cost, total };
}

function sumOfKeysWith(part: string, details: Readonly<Record<string, number>>): number {
  return Object.entries(details).reduce((sum, [key, count]) => (key.includes(part) ? sum + count : sum), 0);
}

/** The column is `Decimal(18, 12)`; digits beyond are cut, not rounded. */
function truncated(usd: number): number {
  const [whole = "0", decimals = ""] = plainDecimal(usd).split(".");
  return Number(`${whole}.${decimals.slice(0, 12)}`);
}

/** Decimal digits of a double as JSON writes them, without an exponent. */
function plainDecimal(value: number): string {
  const [mantissa = "0", exponent] = String(value).split("e-");
  if (exponent === undefined) return mantissa;
  return `0.${"0".repeat(Number(exponent) - 1)}${mantissa.replace(".", "")}`;
}
