// SPDX-License-Identifier: Apache-2.0
import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { readSpanFiles } from "../otlp/read-span-files.ts";
import { projectPrices } from "../prices/config-prices.ts";
import { configuredBudgets } from "./configured-budgets.ts";
import { recordedCalls } from "./recorded-calls.ts";
import { renderSimulation } from "./simulate-view.ts";
import { simulate } from "./simulate.ts";

/** `outlay budgets simulate` */
export const simulateCommand: Command = {
  about:
    "Lets recorded calls happen again under the budgets that this folder is configured with, as if they were enforced: what would have been refused, when first, and who came closest. Reads OTLP JSON lines, as OUTLAY_FILE and the Collector's file exporter write them, also compressed by gzip; - is stdin.",
  positionals: { usage: "FILE…", least: 1, most: Infinity },
  options: { json: JSON_OPTION },
  examples: ["outlay.jsonl", "last-week-*.jsonl.gz"],
  found: "calls would have been refused",
  async run(input, io) {
    const config = configuredBudgets(io);
    const { engine } = await projectPrices(io);
    const calls = await recordedCalls(readSpanFiles(input.positionals, io), engine);
    const { routes, unpriced } = config.enforcement;
    const simulation = await simulate(calls, config.budgets, { routes, unpriced });
    io.stdout(input.has("json") ? `${JSON.stringify(simulation, undefined, 2)}\n` : renderSimulation(simulation, io));
    return simulation.refusedCalls === 0 ? EXIT.OK : EXIT.FOUND;
  },
};
