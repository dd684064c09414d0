// SPDX-License-Identifier: Apache-2.0
import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { readSpanFiles } from "../otlp/read-span-files.ts";
import { projectPrices } from "./config-prices.ts";
import { unpricedCalls } from "./unpriced-calls.ts";
import { renderUnpriced } from "./unpriced-view.ts";

/** `outlay prices unpriced` */
export const unpricedCommand: Command = {
  about:
    "Lists the calls in recorded spans that have no price, by provider and model, with the lines that give them one. Reads OTLP JSON lines, as OUTLAY_FILE and the Collector's file exporter write them, also compressed by gzip; - is stdin. The overrides that this folder is configured with count.",
  positionals: { usage: "FILE…", least: 1, most: Infinity },
  options: { json: JSON_OPTION },
  examples: ["outlay.jsonl", "spans-*.jsonl.gz", "- < outlay.jsonl"],
  found: "there are calls without a price",
  async run(input, io) {
    const { engine } = await projectPrices(io);
    const found = await unpricedCalls(readSpanFiles(input.positionals, io), engine);
    io.stdout(input.has("json") ? `${JSON.stringify(found, undefined, 2)}\n` : renderUnpriced(found, engine.table, io));
    return found.models.length === 0 ? EXIT.OK : EXIT.FOUND;
  },
};
