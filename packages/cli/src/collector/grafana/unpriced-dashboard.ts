// SPDX-License-Identifier: Apache-2.0
import { METRICS } from "@outlay/semconv";

import { prometheusName } from "../rules/prometheus-names.ts";
import { bars, lines, stat, table } from "./panel.ts";
import type { Dashboard, Panel, PanelQuery } from "./panel.ts";
import { added, chosen, LABELS, legendOf, orNone, PER_POINT, sumBy, WHOLE_RANGE } from "./promql.ts";

const { model, provider, reason } = LABELS;
const TOKENS = prometheusName(METRICS.UNPRICED_TOKENS);
const CALLS = sumBy([], added("calls", WHOLE_RANGE));
const UNPRICED = orNone(sumBy([], added("unpriced_requests", WHOLE_RANGE)), CALLS);
const BY_ALL = sumBy([provider, model, reason], added("unpriced_requests", WHOLE_RANGE));

/** What the other dashboards leave out. */
export function unpricedDashboard(): Dashboard {
  return {
    name: "unpriced",
    title: "Without a price, and lost",
    description: "What the other dashboards leave out: calls that nobody knows the price of, and spans that got lost.",
    panels: [
      stat(
        ["Calls without a price", "In the time that is looked at. They are in no sum and in no budget."],
        "short",
        UNPRICED,
      ),
      stat(["Of all calls", "Share of calls without a price."], "percentunit", `${UNPRICED} / ${CALLS}`),
      stat(
        ["Their tokens", "Since the Collector started; input and output."],
        "short",
        sumBy([], `${TOKENS}${chosen()}`),
      ),
      stat(
        ["Waiting to be sent", "Bytes in the Collector's queues on disk. Nothing of it is lost yet."],
        "bytes",
        "sum(otelcol_exporter_queue_size)",
      ),
      bars(["Why", "Calls by reason. outlay prices show MODEL says whether a newer table knows a model."], "short", {
        expr: sumBy([reason], added("unpriced_requests", PER_POINT)),
        legend: legendOf(reason),
      }),
      table(
        ["Which", "Calls in the time that is looked at. A price of your own goes into pricing.overrides."],
        "short",
        `sort_desc(${BY_ALL} > 0)`,
      ),
      ...LOSSES,
    ],
  };
}

/** Of the Collector's own telemetry: releases differ in the suffix `_total`. */
function counterRate(counter: string, label: string, word: string): PanelQuery {
  const expr = sumBy([label], `rate({__name__=~"${counter}(_total)?"}[$__rate_interval])`);
  return { expr, legend: `${legendOf(label)} ${word}` };
}

/** What became of spans on their way. */
const LOSSES: readonly Panel[] = [
  lines(
    [
      "Spans that came in, and that were sent back",
      "A second, by receiver. Senders send again what was refused; those that do not have lost it.",
    ],
    "short",
    counterRate("otelcol_receiver_accepted_spans", "receiver", "accepted"),
    counterRate("otelcol_receiver_refused_spans", "receiver", "refused"),
  ),
  lines(
    [
      "Spans that went out, and that were given up",
      "A second, by exporter. What was given up is in no backend; costs in Prometheus have it.",
    ],
    "short",
    counterRate("otelcol_exporter_sent_spans", "exporter", "sent"),
    counterRate("otelcol_exporter_send_failed_spans", "exporter", "given up"),
  ),
];
