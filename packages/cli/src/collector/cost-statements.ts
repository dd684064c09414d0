// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import { allOf, anyOf, attribute, first, isMissing, isThere, local, note, quoted, set } from "./ottl.ts";
import type { Ottl } from "./ottl.ts";
import type { PriceMapShape } from "./price-map-shape.ts";
import { KEYS } from "./prices-file.ts";
import { NO_RATE } from "./price-row.ts";
import { problem } from "./usage-statements.ts";

/** Positions of a rate card. */
const CARD = { OVER: 0, INPUT: 1, READ: 2, OUTPUT: 3, REASONING: 4, WRITE: 5 } as const;
const LIFETIMES = ["cacheWrite5m", "cacheWrite30m", "cacheWrite1h", "cacheWrite12h"] as const;

const PICO_PER_USD = "1000000000000.0";
/** Words for a region that mean no region in particular. */
const ANYWHERE = "^(?:global|default|not_available|unknown|none)?$";
/** One region of a cloud, at the plain rates unless listed. */
const CLOUD_REGION = "^[a-z]+(?:-[a-z]+)+-?[0-9]+$";
const SEPARATE_CLOUD = "^(?:us-gov|cn)(?:-|$)";

const OK = local("ok");
const IS_OK = `${OK} == true`;
const row = (...path: readonly string[]): Ottl => note("row", ...path);
const period = (key: string): Ottl => `${local("period")}[${quoted(key)}]`;
const card = (index: number): Ottl => `${local("card")}[${index}]`;

/** Works a call's cost out, in whole pico-USD: locals `picoInput`, `picoRead`, `picoWrite`, `picoOutput`, `picoUnits`, `pico`. */
export function costStatements(shape: PriceMapShape): readonly Ottl[] {
  return [
    set(
      OK,
      "true",
      allOf([
        isThere(note("row")),
        isMissing(note("billedCostUsd")),
        anyOf([isMissing(local("missing")), `${row(KEYS.free)} == true`]),
      ]),
    ),
    ...periodStatements(shape.mostPeriods),
    ...regionStatements(),
    ...cardStatements(shape.mostBands),
    ...limitStatements(),
    ...tokenStatements(),
    ...writeStatements(),
    ...sumStatements(),
  ];
}

/** The newest price that holds at the start of the call. */
function periodStatements(mostPeriods: number): readonly Ottl[] {
  const at = local("at");
  const one = (index: number, key?: string): Ottl =>
    `${row(KEYS.periods)}[${index}]${key === undefined ? "" : `[${quoted(key)}]`}`;
  const chosen = local("period");
  const holds = (index: number): Ottl =>
    allOf([
      anyOf([isMissing(one(index, KEYS.from)), `${at} >= ${one(index, KEYS.from)}`]),
      anyOf([isMissing(one(index, KEYS.until)), `${at} < ${one(index, KEYS.until)}`]),
    ]);
  const others = Array.from({ length: mostPeriods - 1 }, (_, index) => index + 1);
  const none = allOf([IS_OK, isMissing(chosen)]);
  return [
    set(at, "span.start_time_unix_nano / 1000000000", IS_OK),
    set(chosen, one(0), allOf([IS_OK, holds(0)])),
    ...others.map((index) =>
      set(chosen, one(index), allOf([none, `Len(${row(KEYS.periods)}) > ${index}`, holds(index)])),
    ),
    set(OK, "false", none),
  ];
}

/** The region whose price holds, and what it makes of the rates: the one that the name has in it, else where the call went. */
function regionStatements(): readonly Ottl[] {
  const [region, factor, profile] = [local("region"), local("factor"), note("profile")];
  const regions = (key: Ottl): Ottl => `${period(KEYS.regions)}[${key}]`;
  const isRegion = allOf([IS_OK, isThere(region), `not IsMatch(${region}, ${quoted(ANYWHERE)})`]);
  const isUnlisted = allOf([isRegion, isMissing(factor)]);
  const isApart = `IsMatch(${region}, ${quoted(SEPARATE_CLOUD)})`;
  const isNoCloudRegion = `not IsMatch(${region}, ${quoted(CLOUD_REGION)})`;
  const profileCounts = anyOf([isThere(regions(profile)), isMissing(note("region"))]);
  return [
    set(region, profile, allOf([IS_OK, isThere(profile), profileCounts])),
    set(region, note("region"), allOf([IS_OK, isMissing(region), `${row(KEYS.regional)} != true`])),
    set(factor, regions(region), allOf([IS_OK, isThere(region)])),
    set(factor, regions(`"us-gov"`), allOf([isUnlisted, `HasPrefix(${region}, "us-gov-")`])),
    set(factor, regions(`"regional"`), allOf([isUnlisted, `not ${isApart}`])),
    problem(
      "region_not_listed",
      allOf([isUnlisted, anyOf([isApart, allOf([isThere(period(KEYS.regions)), isNoCloudRegion])])]),
    ),
  ];
}

/** The rates of the tier, the region and the length of the prompt. */
function cardStatements(mostBands: number): readonly Ottl[] {
  const [cards, tier, region, regional] = [local("cards"), note("tier"), local("region"), local("regional")];
  const cardsOf = (key: Ottl): Ottl => `${period(KEYS.cards)}[${key}]`;
  const isOpen = allOf([IS_OK, isMissing(cards)]);
  const longer = Array.from({ length: mostBands - 1 }, (_, index) => index + 1);
  return [
    set(regional, `Concat([${tier}, ${region}], "@")`, allOf([IS_OK, isThere(region)])),
    set(cards, cardsOf(regional), allOf([IS_OK, isThere(regional)])),
    set(cards, cardsOf(tier), isOpen),
    set(cards, cardsOf(`"priority"`), allOf([isOpen, `${tier} == "fast"`])),
    problem("tier_not_listed", isOpen),
    set(cards, cardsOf(`"standard"`), isOpen),
    set(local("card"), `${cards}[0]`, IS_OK),
    ...longer.map((index) =>
      set(
        local("card"),
        `${cards}[${index}]`,
        allOf([IS_OK, `Len(${cards}) > ${index}`, `${local("input")} > ${cards}[${index}][${CARD.OVER}]`]),
      ),
    ),
  ];
}

/** What OTTL, or the price, cannot say of the call. */
function limitStatements(): readonly Ottl[] {
  const beyond = period(KEYS.beyond);
  return [
    `append(${attribute(OUTLAY.COST_PROBLEMS)}, ${beyond}) where ${allOf([IS_OK, isThere(beyond)])}`,
    problem("not_in_collector.modality", allOf([IS_OK, isThere(note("modal"))])),
    // The sums of such a call leave some of its passes out.
    problem("not_in_collector.iterations", allOf([IS_OK, `${attribute(OUTLAY.USAGE_ITERATIONS)} > 1`])),
  ];
}

function tokenStatements(): readonly Ottl[] {
  const [uncached, read, output] = [local("uncachedInput"), local("cacheRead"), local("output")];
  const has = (count: Ottl, ...more: readonly Ottl[]): Ottl => allOf([IS_OK, isThere(count), `${count} > 0`, ...more]);
  return [
    set(uncached, `${first([local("input"), local("cached")])} - ${local("cached")}`, IS_OK),
    set(local("picoInput"), "0", IS_OK),
    set(local("picoInput"), `${uncached} * ${card(CARD.INPUT)}`, has(uncached, `${card(CARD.INPUT)} >= 0`)),
    problem("no_rate.uncachedInput", has(uncached, `${card(CARD.INPUT)} < 0`)),
    set(local("picoRead"), "0", IS_OK),
    set(local("picoRead"), `${read} * ${card(CARD.READ)}`, has(read, `${card(CARD.READ)} >= 0`)),
    set(local("picoRead"), `${read} * (0 - ${card(CARD.READ)})`, has(read, `${card(CARD.READ)} < ${NO_RATE}`)),
    problem("no_rate.cacheRead", has(read, `${card(CARD.READ)} < 0`)),
    set(local("picoOutput"), "0", IS_OK),
    set(local("picoOutput"), `${output} * ${card(CARD.OUTPUT)}`, has(output, `${card(CARD.OUTPUT)} >= 0`)),
    problem("no_rate.output", has(output, `${card(CARD.OUTPUT)} < 0`)),
    problem(
      "usage_partial",
      allOf([IS_OK, isMissing(local("missing")), isMissing(local("input")), `${card(CARD.INPUT)} > 0`]),
    ),
    set(
      local("picoOutput"),
      `${local("picoOutput")} + ${local("thoughts")} * ${card(CARD.REASONING)}`,
      allOf([IS_OK, `${local("thoughts")} > 0`, `Len(${local("card")}) > ${CARD.REASONING}`]),
    ),
  ];
}

/** Writes by lifetime; a rate below zero is not the lifetime's own. */
function writeStatements(): readonly Ottl[] {
  const pico = local("picoWrite");
  const unsplit = local("unsplit");
  const isWritten = allOf([IS_OK, `${local("cacheWrite")} > 0`]);
  const isRated = `Len(${local("card")}) > ${CARD.WRITE}`;
  const kinds = [
    { count: unsplit, index: CARD.WRITE, doubt: "cache_write_lifetime_unknown" },
    ...LIFETIMES.map((name, index) => ({
      count: local(name),
      index: CARD.WRITE + 1 + index,
      doubt: `no_rate.${name}`,
    })),
  ];
  return [
    set(pico, "0", IS_OK),
    set(unsplit, `${local("cacheWrite")} - ${local("split")}`, isWritten),
    set(
      pico,
      `${local("cacheWrite")} * ${card(CARD.INPUT)}`,
      allOf([isWritten, `not ${isRated}`, `${card(CARD.INPUT)} >= 0`]),
    ),
    problem("no_rate.cacheWrite", allOf([isWritten, `not ${isRated}`, `${card(CARD.INPUT)} != 0`])),
    ...kinds.flatMap(({ count, index, doubt }) => {
      const isUsed = allOf([isWritten, isRated, isThere(count), `${count} > 0`]);
      return [
        set(pico, `${pico} + ${count} * ${card(index)}`, allOf([isUsed, `${card(index)} >= 0`])),
        set(pico, `${pico} - ${count} * ${card(index)}`, allOf([isUsed, `${card(index)} < ${NO_RATE}`])),
        problem(doubt, allOf([isUsed, `${card(index)} < 0`])),
      ];
    }),
  ];
}

function sumStatements(): readonly Ottl[] {
  const [searches, factor] = [local("webSearches"), local("factor")];
  const parts = ["picoInput", "picoRead", "picoWrite", "picoOutput"].map(local);
  const isSearched = allOf([IS_OK, isThere(searches), `${searches} > 0`]);
  return [
    ...parts.map((part) => set(part, `${part} * ${factor}`, allOf([IS_OK, isThere(factor), `${factor} != 1`]))),
    ...parts.map((part) => set(part, `Int(${part} + 0.5)`, IS_OK)),
    set(local("picoUnits"), "0", IS_OK),
    set(
      local("picoUnits"),
      `Int(${searches} * ${period(KEYS.search)} + 0.5)`,
      allOf([isSearched, isThere(period(KEYS.search))]),
    ),
    problem("no_rate.webSearchRequests", allOf([isSearched, isMissing(period(KEYS.search))])),
    set(local("pico"), [...parts, local("picoUnits")].join(" + "), IS_OK),
    `append(${attribute(OUTLAY.COST_PROBLEMS)}, ${row(KEYS.doubt)}) where ${allOf([IS_OK, isThere(row(KEYS.doubt))])}`,
    problem("priced_as_other_provider", allOf([IS_OK, `${note("routed")} == true`])),
    // A bill of nothing that has gaps is no bill.
    set(
      OK,
      "false",
      allOf([IS_OK, `${local("pico")} == 0`, isThere(attribute(OUTLAY.COST_PROBLEMS)), `${row(KEYS.free)} != true`]),
    ),
    set(
      local("pico"),
      `Int(${note("billedCostUsd")} * ${PICO_PER_USD} + 0.5)`,
      allOf([isThere(note("billedCostUsd")), `${note("billedCostUsd")} >= 0.0`]),
    ),
  ];
}

/** Amounts in USD, from whole pico-USD. */
function usd(pico: Ottl): Ottl {
  return `Double(${pico}) / ${PICO_PER_USD}`;
}

/** Writes what a price puts on the span of a call. A call that is not priced gets its status and no amount. */
export function amountStatements(tableVersion: string): readonly Ottl[] {
  const pico = local("pico");
  const isPriced = allOf([isThere(pico), `${OK} != false`]);
  const parts = [
    [OUTLAY.COST_UNCACHED_INPUT_USD, "picoInput"],
    [OUTLAY.COST_CACHE_READ_USD, "picoRead"],
    [OUTLAY.COST_CACHE_WRITE_USD, "picoWrite"],
    [OUTLAY.COST_OUTPUT_USD, "picoOutput"],
    [OUTLAY.COST_UNITS_USD, "picoUnits"],
  ] as const;
  const saved = `${local("cached")} * ${card(CARD.INPUT)} - ${local("picoRead")} - ${local("picoWrite")}`;
  return [
    set(attribute(OUTLAY.COST_TOTAL_USD), usd(pico), isPriced),
    set(attribute(OUTLAY.COST_TOTAL_NANO_USD), `(${pico} + 999) / 1000`, isPriced),
    ...parts.map(([name, part]) => set(attribute(name), usd(local(part)), allOf([IS_OK, `${local(part)} > 0`]))),
    set(
      attribute(OUTLAY.COST_CACHE_SAVED_USD),
      `(${saved}) / ${PICO_PER_USD}`,
      allOf([IS_OK, `${local("cached")} > 0`, isMissing(local("factor")), `${card(CARD.INPUT)} > 0`]),
    ),
    // The emitter's own figure stays where it is; a second one beside it would be added to it.
    set(attribute(OUTLAY.COST_EMITTER_USD), attribute(GEN_AI.USAGE_COST), isThere(attribute(GEN_AI.USAGE_COST))),
    set(attribute(GEN_AI.USAGE_COST), usd(pico), allOf([isPriced, isMissing(attribute(GEN_AI.USAGE_COST))])),
    set(attribute(OUTLAY.COST_SOURCE), row(KEYS.source), IS_OK),
    set(attribute(OUTLAY.COST_MODEL), row(KEYS.model), IS_OK),
    set(attribute(OUTLAY.COST_MODEL_SOURCE), note("by"), IS_OK),
    set(attribute(OUTLAY.COST_SOURCE), quoted("provider"), allOf([isThere(pico), isThere(note("billedCostUsd"))])),
    set(attribute(OUTLAY.COST_TABLE_VERSION), quoted(tableVersion)),
  ];
}
