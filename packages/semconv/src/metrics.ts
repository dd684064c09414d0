// SPDX-License-Identifier: Apache-2.0

/** One instrument: what it measures and how its buckets lie. */
export interface MetricDescription {
  readonly name: string;
  readonly instrument: "counter" | "histogram" | "gauge";
  readonly unit: string;
  readonly description: string;
  readonly buckets?: readonly number[];
}

const TOKEN_BUCKETS = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
] as const;
const SECOND_BUCKETS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
] as const;

const MCP_SECOND_BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300] as const;

/**
 * Instruments Outlay records; the `gen_ai.*` ones as in semantic conventions v1.41.0, buckets included.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/gen-ai/gen-ai-metrics.md
 */
export const METRICS = {
  TOKEN_USAGE: {
    name: "gen_ai.client.token.usage",
    instrument: "histogram",
    unit: "{token}",
    description: "Number of input and output tokens used.",
    buckets: TOKEN_BUCKETS,
  },
  OPERATION_DURATION: {
    name: "gen_ai.client.operation.duration",
    instrument: "histogram",
    unit: "s",
    description: "GenAI operation duration.",
    buckets: SECOND_BUCKETS,
  },
  TIME_TO_FIRST_CHUNK: {
    name: "gen_ai.client.operation.time_to_first_chunk",
    instrument: "histogram",
    unit: "s",
    description: "Time to receive the first chunk of a streamed response.",
    buckets: SECOND_BUCKETS,
  },
  MCP_CLIENT_OPERATION_DURATION: {
    name: "mcp.client.operation.duration",
    instrument: "histogram",
    unit: "s",
    description: "Duration of an MCP request as its sender sees it.",
    buckets: MCP_SECOND_BUCKETS,
  },
  MCP_SERVER_OPERATION_DURATION: {
    name: "mcp.server.operation.duration",
    instrument: "histogram",
    unit: "s",
    description: "Duration of an MCP request as its receiver sees it.",
    buckets: MCP_SECOND_BUCKETS,
  },
  COST: {
    name: "outlay.cost",
    instrument: "counter",
    unit: "USD",
    description: "Cost of provider calls, by part. Unpriced calls are not in it: see outlay.unpriced.requests.",
  },
  UNPRICED_REQUESTS: {
    name: "outlay.unpriced.requests",
    instrument: "counter",
    unit: "{request}",
    description: "Calls that could not be priced.",
  },
  UNPRICED_TOKENS: {
    name: "outlay.unpriced.tokens",
    instrument: "counter",
    unit: "{token}",
    description: "Tokens of calls that could not be priced.",
  },
  BUDGET_SPENT: {
    name: "outlay.budget.spent",
    instrument: "gauge",
    unit: "1",
    description: "Spent in the current window of a budget over all its groups, in outlay.budget.unit.",
  },
  BUDGET_HELD: {
    name: "outlay.budget.held",
    instrument: "gauge",
    unit: "1",
    description: "What running calls hold of a budget over all its groups, in outlay.budget.unit.",
  },
  BUDGET_DENIED: {
    name: "outlay.budget.denied",
    instrument: "counter",
    unit: "{request}",
    description: "Calls that a budget refused, or with outlay.budget.mode would have.",
  },
  BUDGET_REROUTED: {
    name: "outlay.budget.rerouted",
    instrument: "counter",
    unit: "{request}",
    description: "Calls that a budget sent to a cheaper model, or with outlay.budget.mode would have.",
  },
  BUDGET_STORE_ERRORS: {
    name: "outlay.budget.store.errors",
    instrument: "counter",
    unit: "{error}",
    description: "Times that the store of budgets did not answer, by outlay.budget.store.problem.",
  },
  BUDGET_LEASE_EXPIRED: {
    name: "outlay.budget.lease.expired",
    instrument: "counter",
    unit: "{lease}",
    description:
      "Calls that held budgets and were not heard of until their lease ended, of all processes that share the store; each is counted by one of them.",
  },
  BUDGET_ESTIMATE_RATIO: {
    name: "outlay.budget.settlement.estimate_ratio",
    instrument: "histogram",
    unit: "1",
    description: "What an admitted call cost over what was held for it; above 1 a bound was none.",
    buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2, 5, 10],
  },
  BUDGET_LIMIT: {
    name: "outlay.budget.limit",
    instrument: "gauge",
    unit: "1",
    description: "Limit of a budget for each of its groups, in outlay.budget.unit.",
  },
  BUDGET_UTILIZATION: {
    name: "outlay.budget.utilization",
    instrument: "gauge",
    unit: "1",
    description: "Share of the limit spent by the group of a budget that spent most.",
  },
  BUDGET_THRESHOLD_CROSSED: {
    name: "outlay.budget.threshold_crossed",
    instrument: "counter",
    unit: "{event}",
    description: "Thresholds crossed, once each per window and group.",
  },
  OUTCOME_COST_PER_SUCCESS: {
    name: "outlay.outcome.cost_per_success",
    instrument: "gauge",
    unit: "USD",
    description: "What work with an outcome cost, failures included, over its successes. Absent without a success.",
  },
  OUTCOME_COUNT: {
    name: "outlay.outcome.count",
    instrument: "gauge",
    unit: "{outcome}",
    description: "Outcomes told in the window, by outlay.outcome.success.",
  },
  CONTEXT_RESENT_TOKENS: {
    name: "outlay.context.resent_tokens",
    instrument: "counter",
    unit: "{token}",
    description: "Input that an earlier call of the same conversation had sent already.",
  },
  CONTEXT_RESENT_COST: {
    name: "outlay.context.resent_cost",
    instrument: "counter",
    unit: "USD",
    description: "Cost of input that an earlier call of the same conversation had sent already; part of outlay.cost.",
  },
  CACHE_BREAKS: {
    name: "outlay.cache.breaks",
    instrument: "counter",
    unit: "{call}",
    description: "Calls that read less than the call before had left in the prompt cache, by outlay.cache.miss.reason.",
  },
  CACHE_WASTED_COST: {
    name: "outlay.cache.wasted_cost",
    instrument: "counter",
    unit: "USD",
    description: "What those calls cost more for it, by outlay.cache.miss.reason; part of outlay.cost.",
  },
  LOOP_CALLS: {
    name: "outlay.loop.calls",
    instrument: "counter",
    unit: "{call}",
    description: "Calls of conversations that go round in circles.",
  },
  LOOP_COST: {
    name: "outlay.loop.cost",
    instrument: "counter",
    unit: "USD",
    description: "Cost of calls of conversations that go round in circles; part of outlay.cost.",
  },
  RETRY_CALLS: {
    name: "outlay.retry.calls",
    instrument: "counter",
    unit: "{call}",
    description: "Calls that repeat work, by outlay.retry.kind.",
  },
  PROBLEMS: {
    name: "outlay.problems",
    instrument: "counter",
    unit: "{problem}",
    description: "Things Outlay caught or could not deliver, by kind.",
  },
} as const satisfies Record<string, MetricDescription>;
