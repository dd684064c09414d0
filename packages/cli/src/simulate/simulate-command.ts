// SPDX-License-Identifier: Apache-2.0
import { createPriceEngine } from "@outlay/pricing";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { BENCHMARKS } from "./benchmarks.ts";
import { chosenBenchmarks, runBenchmarks } from "./run-benchmarks.ts";
import { benchmarksJson, renderBenchmarks } from "./simulate-view.ts";

/** `outlay simulate` */
export const simulateBenchmarksCommand: Command = {
  about: `Runs benchmarks of what agents spend, without a model and without a network: calls are made up, prices are the built-in ones, caches keep to the published rules, and the clock is virtual. Beside our figures stand those of papers and where they differ. An accounting simulation, not a claim about quality. Benchmarks: ${BENCHMARKS.map(({ id, name }) => `${id} ${name}`).join(", ")}; all of them if none is named.`,
  positionals: { usage: "[BENCHMARK…]", least: 0, most: Infinity },
  options: {
    seed: {
      value: "NUMBER",
      about: "draw sizes around their means instead of taking the means; the same seed, the same figures",
    },
    json: JSON_OPTION,
  },
  examples: ["", "ttl-cliff breaks", "B2 --seed 7 --json"],
  found: "never",
  run(input, io) {
    const chosen = chosenBenchmarks(input.positionals);
    const seed = input.count("seed");
    const engine = createPriceEngine();
    const ran = runBenchmarks(chosen, { price: (operation) => engine.price(operation), seed }, io);
    const facts = { seed: seed ?? null, priceTable: engine.tableVersion };
    io.stdout(input.has("json") ? benchmarksJson(ran, facts) : renderBenchmarks(ran, io));
    return EXIT.OK;
  },
};
