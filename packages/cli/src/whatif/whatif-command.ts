// SPDX-License-Identifier: Apache-2.0
import { createWhatIf } from "@outlay/analysis";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { readBilledCalls } from "../otlp/read-billed-calls.ts";
import { projectPrices } from "../prices/config-prices.ts";
import { readScenarios } from "./read-scenarios.ts";
import { renderWhatIf, whatIfJson } from "./whatif-view.ts";

/** `outlay whatif` */
export const whatIfCommand: Command = {
  about:
    "Tells what the calls in recorded spans would have cost otherwise: by another model, in another service tier, with the prompt cache used otherwise or not at all, or with histories made shorter. An accounting simulation on the recorded counts, not a claim about quality: beside another model stands the share of today's successes that it must keep.",
  positionals: { usage: "FILE…", least: 1, most: Infinity },
  options: {
    model: {
      value: "MODEL=OTHER[,…]",
      about: "other models, in the provider's names; recorded names are the dated ones",
    },
    tier: { value: "TIER", about: "another service tier, in the vendor's word: batch, flex, priority" },
    compact: {
      value: "TOKENS[:PERCENT]",
      about: "histories summarised above so many tokens, to so much of them; 10 % if not given",
    },
    "cache-ttl": {
      value: "TTL",
      about: "prompts kept for another time: 5m, 1h, 30m, 12h; needs prompt fingerprints in the spans",
    },
    breakpoints: {
      value: "PLACE[,…]",
      about: "prompts kept up to the end of their tools, system, last message; needs prompt fingerprints",
    },
    "no-cache": { about: "every prompt read anew" },
    json: JSON_OPTION,
  },
  examples: [
    "outlay.jsonl",
    "spans/ --model claude-opus-4-5=claude-haiku-4-5",
    "outlay.jsonl --compact 100000:10% --json",
  ],
  found: "there are no calls",
  async run(input, io) {
    const scenarios = readScenarios(input);
    const { engine } = await projectPrices(io);
    const whatIf = createWhatIf(scenarios, (operation) => engine.price(operation));
    for await (const call of readBilledCalls(input.positionals, engine, io)) whatIf.add(call);
    const results = whatIf.results();
    io.stdout(input.has("json") ? whatIfJson(results) : renderWhatIf(results, io));
    return results.some(({ calls }) => calls > 0) ? EXIT.OK : EXIT.FOUND;
  },
};
