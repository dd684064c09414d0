// SPDX-License-Identifier: Apache-2.0
import { METRICS } from "@outlay/semconv";

import { prometheusName } from "../rules/prometheus-names.ts";
import { bars, lines, table } from "./panel.ts";
import type { Dashboard, Panel } from "./panel.ts";
import { added, chosen, LABELS, legendOf, PER_POINT, sumBy, WHOLE_RANGE } from "./promql.ts";

const { model, kind, tokenType } = LABELS;
const PER_MILLION = 1_000_000;
const SPENT = sumBy([model], added("cost", WHOLE_RANGE));
const CALLS = sumBy([model], added("calls", WHOLE_RANGE));
const OUTPUT_SPENT = sumBy([model], added("cost", WHOLE_RANGE, `${kind}="output"`));
const OUTPUT_TOKENS = sumBy([model], added("tokens", WHOLE_RANGE, `${tokenType}="output"`));

/** Models side by side: how often, how fast, for how much. */
export function modelsDashboard(): Dashboard {
  return {
    name: "models",
    title: "Models",
    description: "Models side by side: how often they are called, how fast they answer, what they cost.",
    panels: [
      bars(["Calls", "Calls without a price are in it."], "short", {
        expr: sumBy([model], added("calls", PER_POINT)),
        legend: legendOf(model),
      }),
      bars(["Tokens", "Input includes what was cached. Calls without a price are in it."], "short", {
        expr: sumBy([model, tokenType], added("tokens", PER_POINT)),
        legend: legendOf(model, tokenType),
      }),
      table(
        ["For a call", "US dollars over calls in the time that is looked at."],
        "currencyUSD",
        `sort_desc(${SPENT} / ${CALLS})`,
      ),
      table(
        ["For a million output tokens", "What was really paid, tiers and discounts included. US dollars."],
        "currencyUSD",
        `${PER_MILLION} * ${OUTPUT_SPENT} / ${OUTPUT_TOKENS}`,
      ),
      quantiles("Duration of a call", "Half of the calls were faster, and 95 of 100.", METRICS.OPERATION_DURATION),
      quantiles(
        "Time to the first chunk",
        "Of streamed answers. Programs with Outlay inside measure it; overlays/program-metrics.yaml brings it here.",
        METRICS.TIME_TO_FIRST_CHUNK,
      ),
    ],
  };
}

function quantiles(title: string, description: string, metric: Parameters<typeof prometheusName>[0]): Panel {
  const rate = sumBy([model, "le"], `rate(${prometheusName(metric)}_bucket${chosen()}[$__rate_interval])`);
  const queries = [0.5, 0.95].map((quantile) => ({
    expr: `histogram_quantile(${quantile}, ${rate})`,
    legend: `${legendOf(model)} p${quantile * 100}`,
  }));
  return lines([title, description], "s", ...queries);
}
