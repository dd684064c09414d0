// SPDX-License-Identifier: Apache-2.0
import type { OUTLAY } from "./outlay.ts";

/** Value types an OpenTelemetry attribute can have, as the conventions spell them. */
export type AttributeType = "string" | "int" | "double" | "boolean" | "string[]";

/** One row of the attribute table: what the generated documentation says about a name. */
export interface AttributeDescription {
  readonly type: AttributeType;
  /** UCUM unit or currency, where the value has one. */
  readonly unit?: string;
  readonly brief: string;
}

type OutlayAttribute = (typeof OUTLAY)[keyof typeof OUTLAY];

/** Every attribute in Outlay's namespace; the type makes a name without a row a compile error. */
export const ATTRIBUTES: Readonly<Record<OutlayAttribute, AttributeDescription>> = {
  "outlay.cost.total_usd": { type: "double", unit: "USD", brief: "Cost of the call. Absent when it is not priced." },
  "outlay.cost.total_nano_usd": {
    type: "int",
    unit: "nUSD",
    brief: "The same cost in nano-USD, rounded up once: what budgets count.",
  },
  "outlay.cost.uncached_input_usd": {
    type: "double",
    unit: "USD",
    brief: "Part for input neither read from nor written to the cache.",
  },
  "outlay.cost.cache_read_usd": { type: "double", unit: "USD", brief: "Part for input read from the cache." },
  "outlay.cost.cache_write_usd": {
    type: "double",
    unit: "USD",
    brief: "Part for input written to the cache, all lifetimes.",
  },
  "outlay.cost.output_usd": { type: "double", unit: "USD", brief: "Part for output, reasoning included." },
  "outlay.cost.units_usd": {
    type: "double",
    unit: "USD",
    brief: "Part for tools, requests, seconds and other pieces.",
  },
  "outlay.cost.status": {
    type: "string",
    brief:
      "`priced`, `provider_reported`, `partial`, `estimated`, `stale`, `unpriced`, `not_billed` for a call the provider refused, or `duplicate` for a call another span was priced for.",
  },
  "outlay.cost.source": {
    type: "string",
    brief: "Where the rate comes from: `override`, `overlay`, a price list, or `provider`.",
  },
  "outlay.cost.model": { type: "string", brief: "Row of the price table that was used." },
  "outlay.cost.model_source": { type: "string", brief: "`response` or `request`: which model name found the row." },
  "outlay.cost.table_version": { type: "string", brief: "Version of the price table." },
  "outlay.cost.problems": { type: "string[]", brief: "What kept the status from being `priced`." },
  "outlay.cost.cache_saved_usd": {
    type: "double",
    unit: "USD",
    brief: "What the prompt cache saved on this call against uncached input; negative when writes cost more.",
  },
  "outlay.cost.emitter_usd": {
    type: "double",
    unit: "USD",
    brief: "Cost that another emitter of the span worked out itself, as `gen_ai.usage.cost`. Not the bill.",
  },
  "outlay.cost.duplicate_of": { type: "string", brief: "Span id that carries the cost of this same call." },
  "outlay.usage.uncached_input_tokens": {
    type: "int",
    unit: "{token}",
    brief: "Input neither read from nor written to the cache.",
  },
  "outlay.usage.cache_write_5m_tokens": {
    type: "int",
    unit: "{token}",
    brief: "Part of the cache writes kept 5 minutes.",
  },
  "outlay.usage.cache_write_30m_tokens": {
    type: "int",
    unit: "{token}",
    brief: "Part of the cache writes kept 30 minutes.",
  },
  "outlay.usage.cache_write_1h_tokens": {
    type: "int",
    unit: "{token}",
    brief: "Part of the cache writes kept 1 hour.",
  },
  "outlay.usage.cache_write_12h_tokens": {
    type: "int",
    unit: "{token}",
    brief: "Part of the cache writes kept 12 hours.",
  },
  "outlay.usage.status": {
    type: "string",
    brief: "`reported`, `partial` or `missing`: how much of the usage is known.",
  },
  "outlay.usage.problems": { type: "string[]", brief: "Rules applied to usage that contradicted itself." },
  "outlay.usage.web_search_requests": { type: "int", unit: "{request}", brief: "Server-side web searches." },
  "outlay.usage.iterations": {
    type: "int",
    unit: "{iteration}",
    brief: "Model passes billed inside the call, when more than one.",
  },
  "outlay.tool.arguments_hash": {
    type: "string",
    brief: "Tells the arguments of a tool call apart without telling them: equal arguments, equal hash. Keyed.",
  },
  "outlay.tool.result_hash": { type: "string", brief: "The same for what the tool returned." },
  "outlay.rollup.calls": {
    type: "int",
    unit: "{call}",
    brief: "Billed calls below this span, as far as they had ended when it did.",
  },
  "outlay.rollup.unpriced_calls": {
    type: "int",
    unit: "{call}",
    brief: "Those of them that have no price: `outlay.rollup.cost_usd` is without them.",
  },
  "outlay.rollup.cost_usd": {
    type: "double",
    unit: "USD",
    brief: "What they cost together. A sum for reading: the bill is on the calls themselves.",
  },
  "outlay.rollup.input_tokens": { type: "int", unit: "{token}", brief: "Their input together." },
  "outlay.rollup.output_tokens": { type: "int", unit: "{token}", brief: "Their output together." },
  "outlay.operation.outcome": {
    type: "string",
    brief:
      "`aborted` or `abandoned` when the caller did not take the whole answer; `delegated` when a call inside has the bill; `deferred` when the answer, and with it the bill, is fetched later.",
  },
  "outlay.response.service_tier": { type: "string", brief: "Service tier the provider served, in its own word." },
  "outlay.response.region": { type: "string", brief: "Inference geography that changes the price." },
  "outlay.request.helper": { type: "string", brief: "SDK helper that made the call (`stream`, `runTools`, …)." },
  "outlay.request.edits": { type: "string[]", brief: "Changes an opt-in policy made to the request." },
  "outlay.prompt.key_id": {
    type: "string",
    brief: "Names the key of the hashes of a prompt; hashes of other keys do not compare.",
  },
  "outlay.prompt.status": { type: "string", brief: "`complete`, or `truncated` where blocks at the end did not fit." },
  "outlay.prompt.base": {
    type: "string",
    brief:
      "Chain of the last leading block that an earlier span of the process has told; absent when all are told here.",
  },
  "outlay.prompt.shared_blocks": { type: "int", brief: "How many leading blocks that earlier span has told." },
  "outlay.prompt.blocks": {
    type: "string[]",
    brief: "The blocks after them: what, where, role, tool, bytes and keyed hashes, never what they say.",
  },
  "outlay.prompt.breakpoints": {
    type: "string[]",
    brief: "Cache breakpoints as `block=lifetime`; without a block the one that the provider places.",
  },
  "outlay.prompt.settings": {
    type: "string[]",
    brief: "Keyed hashes of settings that the cache depends on, as `name=hash`.",
  },
  "outlay.prompt.remote_input": { type: "boolean", brief: "The provider adds what the request only refers to." },
  "outlay.budget.name": { type: "string", brief: "Name of a budget." },
  "outlay.budget.group": { type: "string", brief: "Group of a budget the call counted in." },
  "outlay.budget.threshold": { type: "double", brief: "Threshold crossed, as a fraction of the limit." },
  "outlay.budget.unit": { type: "string", brief: "What a budget counts: `usd`, `tokens` or `calls`." },
  "outlay.budget.limit": { type: "double", brief: "Limit of a budget, in its unit." },
  "outlay.budget.spent": { type: "double", brief: "Spent in the current window, in the budget's unit." },
  "outlay.budget.unknown_calls": {
    type: "int",
    unit: "{call}",
    brief: "Calls of the window whose amount is not known.",
  },
  "outlay.budget.window_start": { type: "string", brief: "Start of the window, ISO 8601." },
  "outlay.budget.window_end": { type: "string", brief: "End of the window, ISO 8601." },
  "outlay.budget.granted_by": { type: "string", brief: "Who raised the cap, as they said." },
  "outlay.budget.grant_reason": { type: "string", brief: "Why, as they said." },
  "outlay.budget.adjusted_by": { type: "string", brief: "Who corrected what is spent, as they said." },
  "outlay.budget.adjustment_reason": { type: "string", brief: "Why, as they said." },
  "outlay.budget.trace_id": { type: "string", brief: "Trace of the call that crossed the threshold." },
  "outlay.budget.decision": {
    type: "string",
    brief:
      "What budgets decided before the call: `rerouted`, `clamped` or `refused`; absent when it was just admitted.",
  },
  "outlay.budget.decided_by": { type: "string[]", brief: "Budgets that brought the decision about." },
  "outlay.call.final": {
    type: "boolean",
    brief:
      "Set by the program on calls that bring a run to its end: they may use the part of a budget that is kept for them.",
  },
  "outlay.call.id": { type: "string", brief: "The call itself, as the group of a budget for single calls." },
  "outlay.outcome.name": { type: "string", brief: "Name of an outcome that is counted." },
  "outlay.outcome.success": { type: "boolean", brief: "Whether the work succeeded." },
  "outlay.outcome.value": { type: "double", brief: "What the work was worth, in the program's own unit." },
  "outlay.outcome.id": {
    type: "string",
    brief: "Trace, session or run that the outcome is of, where the program named one; else that of the span.",
  },
  "outlay.outcome.cost_per_success_usd": {
    type: "double",
    unit: "USD",
    brief: "What work with an outcome cost, failures included, over its successes.",
  },
  "outlay.breaker.name": { type: "string", brief: "Breaker that tripped before the call." },
  "outlay.breaker.rule": {
    type: "string",
    brief:
      "`max_model_calls`, `max_tool_calls`, `max_retries`, `max_elapsed`, `max_depth`, `cost_rate`, `repeat`, or `stopped` before.",
  },
  "outlay.loop.tools": { type: "string[]", brief: "Tools that take turns in a conversation that gets nowhere." },
  "outlay.loop.rounds": { type: "int", brief: "Times the most repeated of their calls came to nothing new." },
  "outlay.loop.cost_usd": {
    type: "double",
    unit: "USD",
    brief: "What the calls of the conversation have cost since they were given anything new.",
  },
  "outlay.retry.kind": {
    type: "string",
    brief:
      "Why the call repeats work: `resent_prompt`, `schema_repair` inside a helper, or `tool_error` for a tool asked for again after it failed.",
  },
  "outlay.cache.miss.reason": {
    type: "string",
    brief:
      "Why the prompt was not read from the provider's cache as far as the call before had left it there: `tools_changed`, `system_changed`, `messages_changed`, `input_changed`, `model_changed`, `context_compacted`, `prompt_cache_key_changed`, `text_format_changed`, `reasoning_effort_changed`, `verbosity_changed`, `service_tier_changed`, `settings_changed`, `ttl_expired`, `concurrent_write`, `no_breakpoint`, `lookback_exceeded`, `below_minimum` or `unexplained`.",
  },
  "outlay.cache.miss.pointer": {
    type: "string",
    brief: "Where the request differs from the one before, as an RFC 6901 JSON pointer.",
  },
  "outlay.cache.miss.tool": { type: "string", brief: "Tool that the part that differs defines, calls or answers." },
  "outlay.cache.miss.looks_like": {
    type: "string",
    brief: "What the difference looks like: `timestamp`, `uuid`, `reordered_keys` or `reordered_tools`.",
  },
  "outlay.cache.missed_input_tokens": {
    type: "int",
    unit: "{token}",
    brief: "Input that could have been read from the cache beyond what was.",
  },
  "outlay.cache.wasted_usd": {
    type: "double",
    unit: "USD",
    brief: "What the call cost more than if that had been read. Absent without a price.",
  },
  "outlay.context.resent_tokens": {
    type: "int",
    unit: "{token}",
    brief: "Input that an earlier call of the conversation had sent already.",
  },
  "outlay.context.resent_usd": { type: "double", unit: "USD", brief: "What it cost to send it again." },
  "outlay.budget.store.problem": {
    type: "string",
    brief: "Why a store did not answer: `timeout`, `unreachable`, `read_only`, `out_of_memory`, `refused` or `other`.",
  },
  "outlay.budget.mode": { type: "string", brief: "`shadow` when the decision was told and not acted on." },
  "outlay.cost.kind": {
    type: "string",
    brief:
      "On the cost metric: `uncached_input`, `cache_read`, `cache_write`, `output`, `units`, or `provider_reported`.",
  },
  "outlay.run.id": { type: "string", brief: "Run of an agent, for budgets per run; set by the program." },
  "outlay.problem.site": { type: "string", brief: "Where Outlay caught something or could not deliver it." },
};

/** Attribute names that differ in the unreleased conventions, for `semconv: latest`. */
export const ATTRIBUTE_NAMES_LATEST: Readonly<Record<string, string>> = {
  "gen_ai.usage.cache_creation.input_tokens": "gen_ai.usage.cache_write.input_tokens",
};
