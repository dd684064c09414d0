// SPDX-License-Identifier: Apache-2.0
import { exactPicoUsd } from "@outlay/pricing";
import type { PriceExplanation, PriceQuery, SearchContextSize } from "@outlay/pricing";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import type { CommandInput } from "../parse-arguments.ts";
import { UsageError } from "../usage-error.ts";
import { projectPrices } from "./config-prices.ts";
import { renderExplanation } from "./explain-view.ts";
import { USAGE_OPTIONS, usageFromOptions } from "./usage-options.ts";

const SIZES: readonly SearchContextSize[] = ["low", "medium", "high"];

/** `outlay prices explain` */
export const explainCommand: Command = {
  about:
    "Prices one call and shows every step: the row, its tier, band and date, each product of tokens and rate, the total, and what is doubtful about it. The overrides that this folder is configured with count.",
  positionals: { usage: "MODEL", least: 1, most: 1 },
  options: {
    provider: { value: "NAME", about: "who was called: openai, anthropic, aws.bedrock, …; required" },
    ...USAGE_OPTIONS,
    tier: { value: "NAME", about: "service tier served, in the provider's word: batch, flex, priority, fast, …" },
    region: { value: "NAME", about: "where inference ran: us, eu, us-gov, a cloud region, …" },
    at: { value: "DATE", about: "start of the call: 2026-11-23, or a moment in ISO 8601; now if left out" },
    attribute: {
      value: "KEY=VALUE",
      about: "an attribute of the call, such as tenant.id=acme, where the overrides have a factor for it",
    },
    "search-context": { value: "SIZE", about: "web context of a search model: low, medium or high" },
    json: JSON_OPTION,
  },
  examples: [
    "claude-sonnet-4-5 --provider anthropic --input 30000 --cache-read 20000 --output 1000",
    "gpt-5.1 --provider openai --input 8000 --output 500 --tier batch --at 2026-10-01",
  ],
  found: "the call is unpriced",
  async run(input, io) {
    const { engine } = await projectPrices(io);
    const query = queryFrom(input, io.nowMs());
    const explanation = engine.explain(query);
    const { cost } = explanation;
    if (input.has("json")) {
      io.stdout(explanationJson(explanation));
    } else {
      const listed = engine.find(query.provider, query.requestModel ?? "")?.listed.source;
      const isSame = "verified" in cost && listed?.name === cost.rowSource && listed.verified === cost.verified;
      const source = isSame ? listed : undefined;
      io.stdout(renderExplanation({ explanation, atMs: query.startTimeMs, source, currency: engine.currency }, io));
    }
    return cost.status === "unpriced" ? EXIT.FOUND : EXIT.OK;
  },
};

function queryFrom(input: CommandInput, nowMs: number): PriceQuery {
  const provider = input.text("provider");
  if (provider === undefined) throw new UsageError("--provider: got nothing, expected who was called, such as openai");
  const { usage, problems } = usageFromOptions(input);
  if (Object.keys(usage).length === 0) throw new UsageError("--input: got nothing, expected what the call used");
  const [requestModel = ""] = input.positionals;
  const [tier, region, searchContext] = [input.text("tier"), input.text("region"), sizeFrom(input)];
  const attributes = attributesFrom(input);
  return {
    provider,
    requestModel,
    startTimeMs: input.moment("at") ?? nowMs,
    usage,
    usageProblems: problems,
    ...(tier !== undefined && { serviceTier: tier }),
    ...(region !== undefined && { region }),
    ...(searchContext !== undefined && { searchContextSize: searchContext }),
    ...(attributes !== undefined && { attributes }),
  };
}

function attributesFrom(input: CommandInput): Readonly<Record<string, string>> | undefined {
  const pair = input.text("attribute");
  if (pair === undefined) return undefined;
  const [, key, value] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
  if (key === undefined || value === undefined) {
    throw new UsageError(`--attribute: got "${pair}", expected KEY=VALUE, such as tenant.id=acme`);
  }
  return { [key]: value };
}

function sizeFrom(input: CommandInput): SearchContextSize | undefined {
  const value = input.text("search-context");
  const size = SIZES.find((one) => one === value);
  if (value === undefined || size !== undefined) return size;
  throw new UsageError(`--search-context: got "${value}", expected one of ${SIZES.join(", ")}`);
}

/** Amounts are pico-USD: whole numbers as text, since JSON readers round large ones. */
function explanationJson({ cost, lines }: PriceExplanation): string {
  const bill = lines.map((line) => ({ ...line, amountPicoUsd: String(line.amountPicoUsd) }));
  const { status } = cost;
  const total = status === "unpriced" ? null : String(exactPicoUsd(cost));
  const { exactPicoUsd: _exact, ...plain } = { exactPicoUsd: undefined, ...cost };
  return `${JSON.stringify({ status, totalPicoUsd: total, cost: plain, lines: bill }, undefined, 2)}\n`;
}
