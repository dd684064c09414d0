// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import { addedSeries } from "./ledger-rules.ts";
import { labelName } from "./prometheus-names.ts";
import type { AlertingRule } from "./rule.ts";
import { ZONES_END_MS, ZONES_END_YEAR } from "./zone-offset.ts";

const PROVIDER = labelName(GEN_AI.PROVIDER_NAME);
const MODEL = labelName(GEN_AI.RESPONSE_MODEL);
const KIND = labelName(OUTLAY.COST_KIND);
const REASON = labelName(OUTLAY.COST_PROBLEMS);

/** An hour with less input than this, in USD, says nothing about caching. */
const CACHE_LEAST_USD = 0.1;
/** Below this share of input paid as cache reads, nobody relied on the cache. */
const CACHE_LEAST_SHARE = 0.2;

/** Alerts that need no budget: calls without a price, a cache that stopped working, a Collector that loses something. */
export function standingAlerts(hasZones: boolean): AlertingRule[] {
  const zones = hasZones ? [zonesEnd()] : [];
  return [unpricedModel(), cacheShareDropped(), ...LOSSES.map(lossAlert), queueFilling(), collectorDown(), ...zones];
}

function unpricedModel(): AlertingRule {
  return {
    alert: "outlay_unpriced_model",
    expr: `sum by (${PROVIDER}, ${MODEL}, ${REASON}) (sum_over_time(${addedSeries("unpriced_requests")}[15m])) > 0`,
    labels: { severity: "warning" },
    annotations: {
      summary: `{{ printf "%.0f" $value }} calls of {{ $labels.${PROVIDER} }} {{ $labels.${MODEL} }} have no price ({{ $labels.${REASON} }})`,
      description:
        "They are in no budget and in no sum: what is spent is more than what is shown. outlay prices show MODEL says whether a newer table knows it; a price of your own goes into pricing.overrides.",
    },
  };
}

/** Of what input cost: the counters tell cached from uncached in USD, and a price of a model is the same before and after. */
function cacheShareDropped(): AlertingRule {
  const shareIn = (range: string): string => {
    const added = addedSeries("cost");
    const read = `sum by (${MODEL}) (sum_over_time(${added}{${KIND}="cache_read"}${range}))`;
    return `(${read} or 0 * ${inputIn(range)}) / ${inputIn(range)}`;
  };
  return {
    alert: "outlay_cache_share_dropped",
    expr: [
      shareIn("[1h]"),
      `  < 0.5 * (${shareIn("[1d] offset 1h")} > ${CACHE_LEAST_SHARE})`,
      `  and ${inputIn("[1h]")} > ${CACHE_LEAST_USD}`,
    ].join("\n"),
    for: "10m",
    labels: { severity: "warning" },
    annotations: {
      summary: `only {{ $value | humanizePercentage }} of what input of {{ $labels.${MODEL} }} cost in the last hour was read from its cache, less than half of the day before`,
      description:
        "Something in front of the cached part changes from call to call: a time, an id, the order of tools. Shares are of US dollars, not of tokens: cache reads are cheaper, so the share of tokens is higher.",
    },
  };
}

function inputIn(range: string): string {
  const kinds = `${KIND}=~"uncached_input|cache_read|cache_write"`;
  return `sum by (${MODEL}) (sum_over_time(${addedSeries("cost")}{${kinds}}${range}))`;
}

interface Loss {
  readonly alert: string;
  /** Of the Collector's own telemetry; releases differ in the suffix `_total`. */
  readonly counter: string;
  readonly matchers?: string;
  readonly by: string;
  readonly severity: "warning" | "error";
  readonly summary: string;
  readonly description: string;
}

const LOSSES: readonly Loss[] = [
  {
    alert: "outlay_collector_lost_spans",
    counter: "otelcol_exporter_send_failed_spans",
    by: "exporter",
    severity: "error",
    summary: 'the Collector gave up {{ printf "%.0f" $value }} spans for {{ $labels.exporter }}',
    description:
      "The backend refused them for good, or retries ran out. Costs in Prometheus have them; the backend does not.",
  },
  {
    alert: "outlay_collector_queue_overflowed",
    counter: "otelcol_exporter_enqueue_failed_spans",
    by: "exporter",
    severity: "error",
    summary: 'the queue of {{ $labels.exporter }} had no room for {{ printf "%.0f" $value }} spans',
    description: "The backend takes less than comes in, and the sending queue is full.",
  },
  {
    alert: "outlay_collector_refused_spans",
    counter: "otelcol_receiver_refused_spans",
    by: "receiver",
    severity: "warning",
    summary: 'the Collector sent {{ printf "%.0f" $value }} spans back to their senders',
    description:
      "Its memory limiter or a full queue said no. Senders try again; those that do not have lost spans, and their cost.",
  },
  {
    alert: "outlay_collector_lost_cost",
    counter: "otelcol_deltatocumulative_datapoints",
    matchers: ',error!=""',
    by: "error",
    severity: "error",
    summary: '{{ printf "%.0f" $value }} values of cost counters were dropped ({{ $labels.error }})',
    description:
      "Sums in Prometheus are too low by them: points came out of order, or there are more series than allowed.",
  },
];

function lossAlert({ alert, counter, matchers = "", by, severity, summary, description }: Loss): AlertingRule {
  const series = `{__name__=~"${counter}(_total)?"${matchers}}`;
  // A counter that begins with its first loss has no increase.
  const grew = [`increase(${series}[15m]) > 0`, `  or (${series} unless ${series} offset 15m) > 0`].join("\n");
  return {
    alert,
    expr: `sum by (${by}) (\n  ${grew}\n)`,
    labels: { severity },
    annotations: { summary, description },
  };
}

function queueFilling(): AlertingRule {
  return {
    alert: "outlay_collector_queue_filling",
    expr: "otelcol_exporter_queue_size / otelcol_exporter_queue_capacity > 0.8",
    for: "5m",
    labels: { severity: "warning" },
    annotations: {
      summary: "the sending queue of {{ $labels.exporter }} is {{ $value | humanizePercentage }} full",
      description: "The backend is down or too slow. Nothing is lost yet.",
    },
  };
}

function collectorDown(): AlertingRule {
  return {
    alert: "outlay_collector_down",
    expr: 'up{job=~"outlay|outlay-collector"} == 0 or absent(up{job="outlay"})',
    for: "5m",
    labels: { severity: "error" },
    annotations: {
      summary: "Prometheus gets no metrics from the Collector",
      description:
        "Budgets stand still meanwhile. The scrape jobs are called outlay and outlay-collector in prometheus.yaml.",
    },
  };
}

function zonesEnd(): AlertingRule {
  const warnSeconds = (ZONES_END_MS - 90 * 86_400_000) / 1000;
  return {
    alert: "outlay_time_zones_end",
    expr: `vector(time()) > ${warnSeconds}`,
    labels: { severity: "warning" },
    annotations: {
      summary: `clock changes are known until ${ZONES_END_YEAR}: generate these rules again`,
      description:
        "outlay collector generate, of a later release. Afterwards windows of zones with summer time are an hour off.",
    },
  };
}
