// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";

import type { PriceQuery } from "../../packages/pricing/src/cost.ts";
import { createPriceEngine } from "../../packages/pricing/src/price-engine.ts";
import type { PriceEngine } from "../../packages/pricing/src/price-engine.ts";
import type { PriceTable } from "../../packages/pricing/src/price-table.ts";
import { publishedCases } from "./acceptance-cases.ts";
import type { PublishedCase } from "./acceptance-cases.ts";
import { genaiPricesBill } from "./genai-prices-bill.ts";
import { litellmBill } from "./litellm-bill.ts";

type Usage = NonNullable<PriceQuery["usage"]>;
type Bill = (query: PriceQuery) => number | undefined;

/** A rule that a source may be missing: our own price without it is what such a source says. */
interface MissingRule {
  readonly why: string;
  readonly without: (query: PriceQuery) => PriceQuery;
}

/** One call on which a source differs from the published page. */
interface Difference {
  readonly of: PublishedCase;
  readonly theirs: number | undefined;
  readonly why: string;
}

/** Ours, and ours as it would be if no price depended on the length of the prompt. */
interface Engines {
  readonly engine: PriceEngine;
  readonly withoutBands: PriceEngine;
}

/** Sums of doubles differ in the last digits; a millionth of the amount is nobody's rounding. */
const RELATIVE_TOLERANCE = 1e-6;

function withUsage(query: PriceQuery, change: (usage: Usage) => Usage): PriceQuery {
  return query.usage === undefined ? query : { ...query, usage: change(query.usage) };
}

/** A day that both snapshots describe. */
const SNAPSHOT_MS = Date.parse("2026-08-01T12:00:00Z");

const MISSING_RULES: readonly MissingRule[] = [
  { why: "no price for the service tier", without: ({ serviceTier: _tier, ...rest }) => rest },
  { why: "no price for the region", without: ({ region: _region, ...rest }) => rest },
  {
    why: "the profile's price is that of the global one",
    without: (query) => ({
      ...query,
      responseModel: query.responseModel?.replace(/^(?:us-gov|us|eu|apac|jp|au)\./, "global.") ?? "",
    }),
  },
  {
    why: "one-hour cache writes at the five-minute rate",
    without: (query) =>
      withUsage(query, ({ cacheWrite1hTokens = 0, ...usage }) => ({
        ...usage,
        cacheWrite5mTokens: (usage.cacheWrite5mTokens ?? 0) + cacheWrite1hTokens,
      })),
  },
  {
    why: "no price for the tool or medium",
    without: (query) => withUsage(query, ({ units: _units, ...usage }) => usage),
  },
  { why: "no price for audio", without: (query) => withUsage(query, withoutAudio) },
  { why: "the sums at the top instead of each pass", without: ({ iterations: _passes, ...rest }) => rest },
  {
    why: "the fee of a high search context for every call",
    without: (query) => ({ ...query, searchContextSize: "high" }),
  },
  { why: "no weekdays or holidays", without: onOrdinaryTuesday },
  { why: "today's price for a call of another day", without: (query) => ({ ...query, startTimeMs: SNAPSHOT_MS }) },
];

const MS_PER_DAY = 86_400_000;
const ORDINARY_TUESDAY_MS = Date.parse("2026-10-27T00:00:00Z");

function onOrdinaryTuesday(query: PriceQuery): PriceQuery {
  return { ...query, startTimeMs: ORDINARY_TUESDAY_MS + (query.startTimeMs % MS_PER_DAY) };
}

function withoutAudio(usage: Usage): Usage {
  const { inputAudioTokens: _in, outputAudioTokens: _out, cacheReadAudioTokens: _read, ...text } = usage;
  return text;
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.max(1, Math.abs(a)) * RELATIVE_TOLERANCE;
}

function combinations(): readonly (readonly MissingRule[])[] {
  const pairs = MISSING_RULES.flatMap((first, index) =>
    MISSING_RULES.slice(index + 1).map((second) => [first, second]),
  );
  return [...MISSING_RULES.map((rule) => [rule]), ...pairs];
}

function agrees(engine: PriceEngine, query: PriceQuery, theirs: number): boolean {
  const cost = engine.price(query);
  return cost.status !== "unpriced" && same(cost.totalPicoUsd, theirs);
}

/** Which rule, or pair of rules, left out of our own bill gives theirs. */
function reasonFor({ engine, withoutBands }: Engines, query: PriceQuery, theirs: number): string {
  if (agrees(withoutBands, query, theirs)) return "no context bands";
  for (const rules of combinations()) {
    const changed = rules.reduce((sofar, rule) => rule.without(sofar), query);
    if (agrees(engine, changed, theirs)) return rules.map(({ why }) => why).join("; ");
  }
  return "other rates";
}

function differencesOf(engines: Engines, cases: readonly PublishedCase[], bill: Bill): readonly Difference[] {
  return cases.flatMap((of): readonly Difference[] => {
    const theirs = bill(of.query);
    if (of.totalPicoUsd === undefined) {
      return theirs === undefined ? [] : [{ of, theirs, why: "a price for what has none" }];
    }
    if (theirs === undefined) return [{ of, theirs, why: "not known" }];
    if (same(of.totalPicoUsd, theirs)) return [];
    return [{ of, theirs, why: reasonFor(engines, of.query, theirs) }];
  });
}

function usd(pico: number | undefined): string {
  return pico === undefined ? "—" : `$${Number((pico / 1e12).toPrecision(9))}`;
}

function section(title: string, total: number, differences: readonly Difference[]): readonly string[] {
  const right = total - differences.length;
  const byReason = [...Map.groupBy(differences, ({ why }) => why)].toSorted(([, a], [, b]) => b.length - a.length);
  const rows = differences.map(({ of: { name, query, totalPicoUsd, page }, theirs, why }) => {
    const model = query.responseModel ?? query.requestModel ?? "";
    return `| ${name} | \`${query.provider}\` \`${model}\` | ${usd(totalPicoUsd)} | ${usd(theirs)} | ${why} | ${page} |`;
  });
  return [
    `## ${title}`,
    "",
    `Right on ${right} of ${total} calls (${Math.round((100 * right) / total)} %).`,
    "",
    "| why it differs | calls |",
    "| --- | --- |",
    ...byReason.map(([why, list]) => `| ${why} | ${list.length} |`),
    "",
    "| call | model | published | theirs | why | page |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ];
}

/**
 * The page of differences: every acceptance case on which genai-prices or LiteLLM says something else than the
 * published page, and why.
 */
export function differencesPage(pricingPackage: URL, table: PriceTable): string {
  const unbanded = JSON.parse(JSON.stringify(table), (key, value: unknown) => (key === "context" ? undefined : value));
  const engines: Engines = {
    engine: createPriceEngine({ table }),
    withoutBands: createPriceEngine({ table: unbanded as PriceTable }),
  };
  const cases = publishedCases(new URL("test/acceptance/", pricingPackage));
  const genaiPrices = genaiPricesBill(new URL("package.json", pricingPackage));
  const litellm = litellmBill(fileURLToPath(new URL("data/litellm.json", pricingPackage)));
  return [
    "# Where other price lists differ",
    "",
    "Generated by `pnpm run prices:generate`. Each call was priced by hand from the page named beside it",
    "(`packages/pricing/test/acceptance`), and Outlay gives exactly that amount: the page is right, the other figure is not.",
    "A reason is found by leaving rules out of our own bill until it says the same; `other rates` means that none does.",
    "",
    "`—` is no amount: an unknown model, or usage that cannot be billed.",
    "",
    ...section("@pydantic/genai-prices 0.1.8", cases.length, differencesOf(engines, cases, genaiPrices)),
    "LiteLLM's calculator is Python; its figures are those of a port of its documented rules over its price file.",
    "",
    ...section("LiteLLM, price file of 2026-08-01", cases.length, differencesOf(engines, cases, litellm)),
  ].join("\n");
}
