// SPDX-License-Identifier: Apache-2.0
import type { PriceEngine } from "@outlay/pricing";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import type { CommandIo } from "../command-io.ts";
import { EXIT } from "../exit-codes.ts";
import type { CommandInput } from "../parse-arguments.ts";
import { projectPrices } from "./config-prices.ts";
import { findListings, nearMisses } from "./find-listings.ts";
import type { Listing, NearMiss } from "./find-listings.ts";
import { publishedForm } from "./published-form.ts";
import { renderListing, renderUnknown } from "./show-view.ts";

/** `outlay prices show` */
export const showCommand: Command = {
  about:
    "Shows what a model costs: the row that its name finds, every rate in USD per million tokens, where it is published and when somebody looked. The overrides that this folder is configured with count.",
  positionals: { usage: "MODEL", least: 1, most: 1 },
  options: {
    provider: { value: "NAME", about: "who is called: openai, anthropic, aws.bedrock, …; all who list it if left out" },
    at: { value: "DATE", about: "price in force then: 2026-11-23, or a moment in ISO 8601; now if left out" },
    json: JSON_OPTION,
  },
  examples: ["claude-sonnet-4-5", "gpt-5.1 --provider azure", "deepseek-chat --at 2026-10-20T02:00:00Z --json"],
  found: "nobody lists the model",
  async run(input, io) {
    const [model = ""] = input.positionals;
    const query = { model, provider: input.text("provider"), atMs: input.moment("at") ?? io.nowMs() };
    const { engine } = await projectPrices(io);
    const listings = findListings(engine, query);
    const near = listings.length > 0 ? [] : nearMisses(engine.table, query);
    if (input.has("json")) io.stdout(listingsJson(model, engine.tableVersion, listings, near));
    else io.stdout(listingsText(input, io, listings, near, engine));
    return listings.length > 0 ? EXIT.OK : EXIT.FOUND;
  },
};

function listingsText(
  input: CommandInput,
  io: CommandIo,
  listings: readonly Listing[],
  near: readonly NearMiss[],
  { table, currency }: Pick<PriceEngine, "table" | "currency">,
): string {
  const { sources, version } = table;
  const shown = input.has("at")
    ? listings.map((listing) => ({ ...listing, prices: listing.current === undefined ? [] : [listing.current] }))
    : listings;
  const [model = ""] = input.positionals;
  const body =
    shown.length === 0
      ? renderUnknown(model, input.text("provider"), near, io)
      : shown.map((listing) => renderListing(listing, sources, currency, io)).join("\n");
  return `${body}\n${io.paint("faint", `price table ${version}`)}\n`;
}

function listingsJson(
  model: string,
  tableVersion: string,
  listings: readonly Listing[],
  nearMisses: readonly NearMiss[],
): string {
  const matches = listings.map(({ prices, current, ...listing }) => ({
    ...listing,
    current: current === undefined ? null : publishedForm(current),
    prices: prices.map(publishedForm),
  }));
  return `${JSON.stringify({ model, tableVersion, matches, nearMisses }, undefined, 2)}\n`;
}
