// SPDX-License-Identifier: Apache-2.0
import type { DisplayCurrency, PricePeriod, PriceSource, UnitName, UnitRates } from "@outlay/pricing";

import { formatCount, formatRate, formatUsd } from "../view/numbers.ts";
import type { Paint } from "../view/paint.ts";
import { drawTable } from "../view/table.ts";
import type { Cell } from "../view/table.ts";
import { hanging, oneLine } from "../view/text.ts";
import type { Listing, NearMiss } from "./find-listings.ts";
import { periodWords } from "./price-period-words.ts";
import { priceRows } from "./price-rows.ts";
import { problemWords } from "./problem-words.ts";
import { RATE_NAMES, RATE_TITLES, UNIT_TITLES } from "./rate-names.ts";

/** How results are drawn. */
export interface View {
  readonly columns: number;
  readonly paint: Paint;
}

/** Where a price was read: source, page, day. */
export function sourceWords({ name, url, verified }: PriceSource): string {
  if (name === "override") return "your own price";
  return [name, ...(url === undefined ? [] : [url]), `verified ${verified}`].join(", ");
}

/**
 * Draws one price list: who lists it and where, and every rate of every price.
 *
 * @param sources - Of the table: cards may come from another one than their row.
 * @param currency - The user's own, shown beside USD.
 */
export function renderListing(
  listing: Listing,
  sources: readonly PriceSource[],
  currency: DisplayCurrency | undefined,
  view: View,
): string {
  const { columns, paint } = view;
  const { provider, listedBy, model, source, prices, current, problems } = listing;
  const by = listedBy === provider ? "" : `, at the prices of ${listedBy}`;
  const head = [
    `${paint("name", oneLine(model))}  ${provider}${by}`,
    hanging("source  ", sourceWords(source), columns),
    ...problems.map((problem) => paint("warning", hanging("note    ", problemWords(problem), columns))),
  ];
  const shown =
    prices.length === 1 ? prices : [...(current === undefined ? [] : [current]), ...others(prices, current)];
  const bodies = shown.map((price) => renderPrice(price, price === current, sources, view));
  const own = currency === undefined || current === undefined ? [] : currencyLines(current, currency, view);
  return `${[head.join("\n"), ...bodies, ...own].join("\n\n")}\n`;
}

/** Standard rates of the price in force in the user's own currency. */
function currencyLines({ rates }: PricePeriod, { code, perUsd }: DisplayCurrency, view: View): readonly string[] {
  const amounts = RATE_NAMES.flatMap((name) => {
    const rate = rates[name];
    return rate === undefined ? [] : [`${RATE_TITLES[name]} ${Number(((rate / 1e6) * perUsd).toPrecision(6))}`];
  });
  const words = `${amounts.join(", ")}, at ${perUsd} for one USD`;
  return amounts.length === 0 ? [] : [hanging("", `about, in ${code} per million tokens: ${words}`, view.columns)];
}

function others(prices: readonly PricePeriod[], current: PricePeriod | undefined): readonly PricePeriod[] {
  return prices.filter((price) => price !== current);
}

function renderPrice(price: PricePeriod, isCurrent: boolean, sources: readonly PriceSource[], view: View): string {
  const { columns, paint } = view;
  const when = periodWords(price);
  const title = isCurrent ? `in force${when === "" ? "" : `, ${when}`}` : when || "at all other times";
  const lines = [hanging("", title, columns).replace(/^.+$/gm, (line) => paint("strong", line))];
  const rows = priceRows(price);
  const used = RATE_NAMES.filter((name) => rows.some(({ rates }) => rates[name] !== undefined));
  if (used.length > 0) {
    const titles = used.map((name) => ({ title: RATE_TITLES[name], align: "point" as const }));
    const content = {
      columns: [{ title: "USD per million tokens", align: "left" as const }, ...titles],
      rows: rows.map(({ condition, rates }) => [condition, ...used.map((name) => rateCell(rates[name]))]),
    };
    lines.push(...drawTable(content, columns, paint));
  }
  lines.push(...unitLines(price), ...requestLines(price));
  const adopted = new Set(rows.flatMap((row) => (row.source === undefined ? [] : [row.source])));
  for (const index of adopted) {
    const conditions = rows.filter((row) => row.source === index).map(({ condition }) => condition);
    const source = sources[index];
    if (source !== undefined)
      lines.push(paint("faint", hanging("", `${conditions.join("; ")}: ${sourceWords(source)}`, columns)));
  }
  return lines.join("\n");
}

function rateCell(rate: number | undefined): Cell {
  if (rate === undefined) return { role: "faint", text: "–" };
  return rate === 0 ? { role: "good", text: "free" } : formatRate(rate);
}

function unitLines({ units = {}, variants = {} }: PricePeriod): readonly string[] {
  return [
    ...ratesOfUnits(units, ""),
    ...Object.entries(variants).flatMap(([kind, rates]) => ratesOfUnits(rates, `, ${oneLine(kind)}`)),
  ];
}

function ratesOfUnits(units: UnitRates, kind: string): readonly string[] {
  return (Object.keys(units) as UnitName[]).flatMap((name) => {
    const rate = units[name];
    if (rate === undefined) return [];
    const [pico, per] = typeof rate === "number" ? [rate, 1] : rate;
    if (pico === 0) return [`${UNIT_TITLES[name]}${kind}: free`];
    const readable = per === 1 && pico < 1e10 ? [pico * 1000, 1000] : [pico, per];
    const [amount = 0, count = 1] = readable;
    return [`$${formatUsd(amount)} ${count === 1 ? "a" : `per ${formatCount(count)} ×`} ${UNIT_TITLES[name]}${kind}`];
  });
}

function requestLines({ request }: PricePeriod): readonly string[] {
  if (request === undefined) return [];
  if (typeof request === "number") return [`$${formatUsd(request)} a call, beside its tokens`];
  const fees = Object.entries(request).map(([size, fee]) => `$${formatUsd(fee)} ${size}`);
  return [`a call, beside its tokens, by search context: ${fees.join(", ")}`];
}

/** Says that a model is unknown, and which names are like it; never what it may cost. */
export function renderUnknown(
  model: string,
  provider: string | undefined,
  near: readonly NearMiss[],
  view: View,
): string {
  const who = provider === undefined ? "No provider" : oneLine(provider);
  const verb = provider === undefined ? "lists" : "does not list";
  const lines = [
    hanging("", `${who} ${verb} ${oneLine(model)}: its calls are unpriced, which is not zero.`, view.columns),
  ];
  if (near.length > 0) {
    const width = Math.max(...near.map((miss) => miss.model.length));
    lines.push("", "Listed names like it, which are other models:");
    lines.push(...near.map((miss) => `  ${view.paint("name", miss.model.padEnd(width))}  ${miss.provider}`));
  }
  return `${lines.join("\n")}\n`;
}
