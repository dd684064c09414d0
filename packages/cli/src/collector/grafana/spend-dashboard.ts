// SPDX-License-Identifier: Apache-2.0
import { labelName } from "../rules/prometheus-names.ts";
import { bars, stat, table } from "./panel.ts";
import type { Dashboard, Panel } from "./panel.ts";
import { added, LABELS, legendOf, orNone, PER_POINT, sumBy, WHOLE_RANGE } from "./promql.ts";

const LARGEST = 20;
const SPENT = sumBy([], added("cost", WHOLE_RANGE));
const CALLS = sumBy([], added("calls", WHOLE_RANGE));
const UNPRICED = sumBy([], added("unpriced_requests", WHOLE_RANGE));
const BY_ALL = sumBy([LABELS.service, LABELS.provider, LABELS.model], added("cost", WHOLE_RANGE));

const NOT_IN_IT = "US dollars. Calls without a price are not in it.";

/** Where the money goes. @param attributes - `metrics.attributes` of the configuration: a panel for each. */
export function spendDashboard(attributes: readonly string[]): Dashboard {
  return {
    name: "spend",
    title: "Spend",
    description: "What calls of models cost, by whatever they can be told apart by.",
    panels: [
      stat(["Spent", `In the time that is looked at. ${NOT_IN_IT}`], "currencyUSD", SPENT),
      stat(["In the last hour", NOT_IN_IT], "currencyUSD", sumBy([], added("cost", "1h"))),
      stat(
        ["For a call", "Spend over calls, failed ones and those without a price included."],
        "currencyUSD",
        `${SPENT} / ${CALLS}`,
      ),
      stat(
        ["Calls without a price", "More than none: what is spent is more than what is shown."],
        "short",
        orNone(UNPRICED, CALLS),
      ),
      by(LABELS.model, "By model"),
      by(LABELS.kind, "By part of the price"),
      by(LABELS.service, "By service"),
      ...attributes.map((attribute) => by(labelName(attribute), `By ${attribute}`)),
      {
        ...table(["Most expensive", "In the time that is looked at."], "currencyUSD", `topk(${LARGEST}, ${BY_ALL})`),
        width: 24,
      },
    ],
  };
}

function by(label: string, title: string): Panel {
  const expr = sumBy([label], added("cost", PER_POINT));
  return bars([title, NOT_IN_IT], "currencyUSD", { expr, legend: legendOf(label) });
}
