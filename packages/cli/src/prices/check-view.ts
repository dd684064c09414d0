// SPDX-License-Identifier: Apache-2.0
import { formatProblem } from "@outlay/node";
import type { ConfigProblem } from "@outlay/node";
import type { PriceOverrides, PricePeriod, RateName, TokenRates } from "@outlay/pricing";

import { counted, formatFactor, formatRate } from "../view/numbers.ts";
import { drawTable } from "../view/table.ts";
import { hanging, oneLine } from "../view/text.ts";
import type { AliasEffect, ModelEffect, OverrideEffects } from "./override-effects.ts";
import { publishedForm } from "./published-form.ts";
import { RATE_TITLES } from "./rate-names.ts";
import type { View } from "./show-view.ts";

/** A price file that was checked. */
export interface CheckedPrices {
  readonly file: string;
  readonly overrides: PriceOverrides;
  readonly problems: readonly ConfigProblem[];
  readonly effects: OverrideEffects;
}

/** Models drawn for one entry; a glob may hit hundreds. */
const MOST_SHOWN = 8;
const SHOWN_RATES: readonly RateName[] = ["input", "cacheRead", "cacheWrite", "output"];

/** Draws the mistakes of a price file, and what each of its entries changes. */
export function renderEffects({ file, overrides, problems, effects }: CheckedPrices, view: View): string {
  const { columns, paint } = view;
  const mistakes = problems.map((problem) => paint("bad", hanging("", formatProblem(problem), columns)));
  const sections = [
    mistakes,
    ...effects.models.map((effect, index) => modelSection(effect, index, view)),
    ...effects.aliases.map((effect, index) => aliasSection(effect, index, view)),
    ...overrides.tenants.map(({ attribute, value, multiplier }, index) => [
      entryTitle("tenants", index, `${attribute} ${value}`, view),
      `  × ${formatFactor(multiplier)} on every call that carries it`,
    ]),
    ...(overrides.currency === undefined
      ? []
      : [
          [
            paint("name", "currency"),
            `  ${overrides.currency.code} is shown beside USD, ${overrides.currency.perUsd} for one`,
          ],
        ]),
    [verdict(file, problems.length, view)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function entryTitle(list: string, index: number, name: string, { paint }: View): string {
  return `${paint("faint", `${list}[${index}]`)}  ${paint("name", oneLine(name))}`;
}

function modelSection(effect: ModelEffect, index: number, view: View): readonly string[] {
  const { rule, changes, shadowed } = effect;
  const title = entryTitle("models", index, `${rule.provider ?? "any provider"} ${rule.model}`, view);
  const factor = rule.multiplier === undefined ? [] : [`× ${formatFactor(rule.multiplier)} on everything`];
  const hits = changes.length > 0 ? [`changes ${counted(changes.length, "listed model")}`] : [];
  const behind = shadowed > 0 ? [`${counted(shadowed, "model")} an earlier entry has already`] : [];
  const words = [...factor, ...hits, ...behind].join(", ");
  return [
    title,
    ...(words === "" ? [] : [hanging("  ", words, view.columns)]),
    ...nothingLines(effect, view),
    ...changeLines(effect, view),
  ];
}

function nothingLines({ rule, changes, shadowed }: ModelEffect, { columns, paint }: View): readonly string[] {
  if (changes.length + shadowed > 0) return [];
  if (rule.prices === undefined)
    return [paint("warning", hanging("  ", "matches no listed model: it changes nothing", columns))];
  if (!rule.prices.some(hasAmount)) {
    return [paint("warning", hanging("  ", "has no amount that counts: such calls stay unpriced", columns))];
  }
  return [hanging("  ", "not in the price table: calls of this name have a price from now on", columns)];
}

function hasAmount({ rates, units = {}, request }: PricePeriod): boolean {
  return Object.keys(rates).length > 0 || Object.keys(units).length > 0 || request !== undefined;
}

function changeLines({ changes }: ModelEffect, view: View): readonly string[] {
  const shown = changes.slice(0, MOST_SHOWN);
  if (shown.length === 0) return [];
  const changed = SHOWN_RATES.filter((name) => shown.some(({ before, after }) => before[name] !== after[name]));
  // Writes move with the input as a rule, and make the table too wide for a terminal.
  const used = changed.length > 1 ? changed.filter((name) => name !== "cacheWrite") : changed;
  const content = {
    columns: [
      { title: "  USD per million tokens", align: "left" as const },
      ...used.map((name) => ({ title: RATE_TITLES[name], align: "right" as const })),
    ],
    rows: shown.map(({ provider, model, before, after }) => [
      `  ${provider} ${oneLine(model)}`,
      ...used.map((name) => `${rateText(before, name)} → ${rateText(after, name)}`),
    ]),
  };
  const more = changes.length - shown.length;
  const rest = more === 0 ? [] : [view.paint("faint", `  and ${more} more; --json has all of them`)];
  return [...drawTable(content, view.columns, view.paint), ...rest];
}

function aliasSection({ alias, rates }: AliasEffect, index: number, view: View): readonly string[] {
  const { provider, model, use } = alias;
  const title = entryTitle("aliases", index, `${provider ?? "any provider"} ${model}`, view);
  const target = `${use.provider === undefined ? "" : `${use.provider} `}${use.model}`;
  if (rates === undefined) {
    const warning = `stands for ${oneLine(target)}, which nobody lists: such calls stay unpriced`;
    return [title, view.paint("warning", hanging("  ", warning, view.columns))];
  }
  const prices = SHOWN_RATES.filter((name) => rates[name] !== undefined);
  const words = prices.map((name) => `${RATE_TITLES[name]} ${rateText(rates, name)}`).join(", ");
  return [title, hanging("  ", `stands for ${oneLine(target)}: ${words} USD per million tokens`, view.columns)];
}

function rateText(rates: TokenRates, name: RateName): string {
  const rate = rates[name];
  return rate === undefined ? "–" : formatRate(rate);
}

function verdict(file: string, problems: number, { paint }: View): string {
  if (problems === 0) return `${paint("good", "good")}: everything in ${oneLine(file)} counts`;
  const has = problems === 1 ? "has a mistake that does" : `has ${problems} mistakes that do`;
  return `${paint("bad", "wrong")}: ${oneLine(file)} ${has} not count; everything else does`;
}

/** The same as JSON; rates in USD per million tokens. */
export function effectsJson({ file, overrides, problems, effects }: CheckedPrices): string {
  const perMillion = (rates: TokenRates): unknown => publishedForm({ rates })["rates"];
  const models = effects.models.map(({ rule, changes, shadowed }) => ({
    provider: rule.provider,
    model: rule.model,
    shadowed,
    changes: changes.map((one) => ({ ...one, before: perMillion(one.before), after: perMillion(one.after) })),
  }));
  const aliases = effects.aliases.map(({ alias, rates }) => ({ ...alias, rates: rates && perMillion(rates) }));
  const { tenants, currency } = overrides;
  return `${JSON.stringify({ file, problems, models, aliases, tenants, currency }, undefined, 2)}\n`;
}
