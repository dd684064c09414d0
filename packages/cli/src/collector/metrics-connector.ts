// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, METRICS, OUTLAY } from "@outlay/semconv";
import type { MetricDescription } from "@outlay/semconv";

import { allOf, attribute, isThere, quoted } from "./ottl.ts";
import type { Ottl } from "./ottl.ts";

interface MetricAttribute {
  readonly key: string;
  readonly optional?: true;
  readonly default_value?: string;
}

/** A metric of the signal_to_metrics connector. */
export type SpanMetric = Readonly<Record<string, unknown>>;

/** Attributes of resources that become labels. */
const RESOURCE_ATTRIBUTES: readonly MetricAttribute[] = [
  { key: "service.name", optional: true },
  { key: "deployment.environment.name", optional: true },
];
const CALL_ATTRIBUTES = [GEN_AI.OPERATION_NAME, GEN_AI.PROVIDER_NAME, GEN_AI.RESPONSE_MODEL] as const;

const PARTS = {
  uncached_input: OUTLAY.COST_UNCACHED_INPUT_USD,
  cache_read: OUTLAY.COST_CACHE_READ_USD,
  cache_write: OUTLAY.COST_CACHE_WRITE_USD,
  output: OUTLAY.COST_OUTPUT_USD,
  units: OUTLAY.COST_UNITS_USD,
} as const;

const status = attribute(OUTLAY.COST_STATUS);
/** A call seen twice counts once. */
const IS_CALL: Ottl = allOf([isThere(status), `${status} != "duplicate"`]);

function metric(
  { name, unit, description, instrument, buckets }: MetricDescription,
  value: Ottl,
  conditions: readonly Ottl[],
  attributes: readonly MetricAttribute[],
): SpanMetric {
  return {
    name,
    description,
    unit,
    include_resource_attributes: RESOURCE_ATTRIBUTES,
    attributes,
    conditions: [allOf(conditions)],
    ...(instrument === "counter" ? { sum: { value, monotonic: true } } : { histogram: { buckets, value } }),
  };
}

/** An amount as a double: two spans of one series of which one has a whole number would bring the connector down. */
function amount(name: string): Ottl {
  return `Double(${attribute(name)})`;
}

function isAmount(name: string): Ottl {
  return `(IsDouble(${attribute(name)}) or IsInt(${attribute(name)}))`;
}

function labels(extra: readonly string[], own: Readonly<Record<string, string>> = {}): readonly MetricAttribute[] {
  return [
    ...[...CALL_ATTRIBUTES, ...extra].map((key) => ({ key, optional: true }) as const),
    // No span has an attribute of this name: the label is the value that is here.
    ...Object.entries(own).map(([key, value]) => ({ key, default_value: value })),
  ];
}

/** What is counted of each call, before anything is sampled. */
export function spanMetrics(extra: readonly string[]): readonly SpanMetric[] {
  const tokens = (type: string, name: string): SpanMetric =>
    metric(
      METRICS.TOKEN_USAGE,
      attribute(name),
      [IS_CALL, `IsInt(${attribute(name)})`],
      labels(extra, { [GEN_AI.TOKEN_TYPE]: type }),
    );
  const parts = Object.entries(PARTS).map(([kind, name]) =>
    metric(
      METRICS.COST,
      amount(name),
      [IS_CALL, isThere(attribute(name)), isAmount(name)],
      labels(extra, { [OUTLAY.COST_KIND]: kind }),
    ),
  );
  return [
    ...parts,
    metric(
      METRICS.COST,
      amount(OUTLAY.COST_TOTAL_USD),
      [`${status} == "provider_reported"`, isAmount(OUTLAY.COST_TOTAL_USD)],
      labels(extra, { [OUTLAY.COST_KIND]: "provider_reported" }),
    ),
    ...unpricedMetrics(extra),
    tokens("input", GEN_AI.USAGE_INPUT_TOKENS),
    tokens("output", GEN_AI.USAGE_OUTPUT_TOKENS),
    metric(METRICS.OPERATION_DURATION, "Seconds(span.end_time - span.start_time)", [IS_CALL], labels(extra)),
  ];
}

/** Reasons are the first problem of an unpriced call; a label holds one. */
const UNPRICED_REASONS = ["unknown_provider", "unknown_model", "no_rates", "usage_missing", "usage_unusable"] as const;

function unpricedMetrics(extra: readonly string[]): readonly SpanMetric[] {
  const input = attribute(GEN_AI.USAGE_INPUT_TOKENS);
  const output = attribute(GEN_AI.USAGE_OUTPUT_TOKENS);
  const problems = attribute(OUTLAY.COST_PROBLEMS);
  return UNPRICED_REASONS.flatMap((reason) => {
    const is = [`${status} == "unpriced"`, isThere(problems), `ContainsValue(${problems}, ${quoted(reason)})`];
    const own = labels(extra, { [REASON]: reason });
    return [
      metric(METRICS.UNPRICED_REQUESTS, "1", is, own),
      metric(METRICS.UNPRICED_TOKENS, input, [...is, `IsInt(${input})`], own),
      metric(METRICS.UNPRICED_TOKENS, output, [...is, `IsInt(${output})`], own),
    ];
  });
}

/** Takes the place of `outlay.cost.problems` in a connector that would read a span's attribute of that name. */
export const REASON = "outlay.reason";
