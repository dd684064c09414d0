// SPDX-License-Identifier: Apache-2.0
import { METRICS } from "@outlay/semconv";

import { prometheusName } from "../rules/prometheus-names.ts";
import { bars, lines, stat } from "./panel.ts";
import type { Dashboard, Panel, PanelUnit } from "./panel.ts";
import { added, chosen, LABELS, legendOf, orNone, PER_POINT, sumBy, WHOLE_RANGE } from "./promql.ts";

const READ = `${LABELS.kind}="cache_read"`;
const INPUT = `${LABELS.kind}=~"uncached_input|cache_read|cache_write"`;
const WASTED = prometheusName(METRICS.CACHE_WASTED_COST);
const BREAKS = prometheusName(METRICS.CACHE_BREAKS);
const RESENT = prometheusName(METRICS.CONTEXT_RESENT_COST);
const RESENT_TOKENS = prometheusName(METRICS.CONTEXT_RESENT_TOKENS);
const LOOP_CALLS = prometheusName(METRICS.LOOP_CALLS);
const LOOP_COST = prometheusName(METRICS.LOOP_COST);
const RETRIES = prometheusName(METRICS.RETRY_CALLS);

const OF_PROGRAMS =
  "Programs with Outlay inside find it out; overlays/program-metrics.yaml brings it here. The first of its kind is missing.";

/** What is paid for input, and why it was paid again. */
export function cacheDashboard(): Dashboard {
  return {
    name: "cache",
    title: "Prompt cache and context",
    description: "What is paid for input, why caches broke, and what was sent or done again.",
    panels: [
      stat(
        [
          "Paid as cache reads",
          "Share of what input cost, in US dollars; cache reads are cheaper, so the share of tokens is higher.",
        ],
        "percentunit",
        readShare(WHOLE_RANGE, []),
      ),
      increase("Wasted by cache breaks", "currencyUSD", WASTED),
      increase("Cache breaks", "short", BREAKS),
      increase("Paid for context sent again", "currencyUSD", RESENT),
      bars(["What input costs", "US dollars, by how it was paid."], "currencyUSD", {
        expr: sumBy([LABELS.kind], added("cost", PER_POINT, INPUT)),
        legend: legendOf(LABELS.kind),
      }),
      lines(
        [
          "Paid as cache reads, by model",
          "Share of what input cost within an hour. A fall means that a prompt changes where it did not.",
        ],
        "percentunit",
        { expr: readShare("1h", [LABELS.model]), legend: legendOf(LABELS.model) },
      ),
      increaseBy(LABELS.missReason, "Why caches broke", "short", BREAKS),
      increaseBy(LABELS.missReason, "What that cost more", "currencyUSD", WASTED),
      increaseBy(LABELS.retryKind, "Calls that repeat work", "short", RETRIES),
      increaseBy(LABELS.model, "Tokens sent again", "short", RESENT_TOKENS),
      increaseBy(LABELS.model, "Calls that go round in circles", "short", LOOP_CALLS),
      increaseBy(LABELS.model, "What going round in circles costs", "currencyUSD", LOOP_COST),
    ],
  };
}

function readShare(range: string, labels: readonly string[]): string {
  const input = sumBy(labels, added("cost", range, INPUT));
  return `${orNone(sumBy(labels, added("cost", range, READ)), input)} / ${input}`;
}

function increase(title: string, unit: PanelUnit, metric: string): Panel {
  return stat([title, OF_PROGRAMS], unit, sumBy([], `increase(${metric}${chosen()}[${WHOLE_RANGE}])`));
}

function increaseBy(label: string, title: string, unit: PanelUnit, metric: string): Panel {
  const expr = sumBy([label], `increase(${metric}${chosen()}[$__rate_interval])`);
  return bars([title, OF_PROGRAMS], unit, { expr, legend: legendOf(label) });
}
