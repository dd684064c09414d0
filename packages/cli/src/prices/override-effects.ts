// SPDX-License-Identifier: Apache-2.0
import { compiledTable, createPriceEngine, parsePriceOverrides } from "@outlay/pricing";
import type { ModelAlias, ModelOverride, PriceEngine, PriceOverrides, RateName, TokenRates } from "@outlay/pricing";

import { listedProviders } from "./find-listings.ts";

/** Rates of a listed model with and without an entry, in pico-USD per token; the user's factor is in them. */
export interface ChangedModel {
  readonly provider: string;
  readonly model: string;
  readonly before: TokenRates;
  readonly after: TokenRates;
}

/** What one entry of `models` does. */
export interface ModelEffect {
  readonly rule: ModelOverride;
  /** Listed ids that it is the first to match. */
  readonly changes: readonly ChangedModel[];
  /** Listed ids that it matches, but an earlier entry does first. */
  readonly shadowed: number;
}

/** What one alias does. */
export interface AliasEffect {
  readonly alias: ModelAlias;
  /** Rates that it leads to; absent: to nothing that is listed. */
  readonly rates?: TokenRates;
}

/** What a file of overrides does. */
export interface OverrideEffects {
  readonly models: readonly ModelEffect[];
  readonly aliases: readonly AliasEffect[];
}

/** Fewer tokens than any context band begins at; a count for every rate that is compared. */
const PROBE_TOKENS = 1000;
const PROBE = {
  inputTokens: 3 * PROBE_TOKENS,
  cacheReadTokens: PROBE_TOKENS,
  cacheWriteTokens: PROBE_TOKENS,
  outputTokens: PROBE_TOKENS,
};
const RATE_OF_PART: Readonly<Record<string, RateName>> = {
  uncachedInput: "input",
  cacheRead: "cacheRead",
  cacheWrite: "cacheWrite",
  output: "output",
};

/** Compares every listed model with and without each entry: entries are asked one by one, as the engine matches them. */
export function overrideEffects(overrides: PriceOverrides, nowMs: number): OverrideEffects {
  const listed = listedRates(nowMs);
  const none = parsePriceOverrides({}).overrides;
  const taken = new Set<string>();
  const models = overrides.models.map((rule): ModelEffect => {
    const own = createPriceEngine({ overrides: { ...none, models: [rule], calendars: overrides.calendars } });
    const hits = changedModels(listed, own, nowMs);
    const first = hits.filter(({ provider, model }) => !taken.has(`${provider} ${model}`));
    for (const { provider, model } of first) taken.add(`${provider} ${model}`);
    return { rule, changes: first, shadowed: hits.length - first.length };
  });
  const all = createPriceEngine({ overrides });
  const aliases = overrides.aliases.map((alias): AliasEffect => {
    const provider = alias.use.provider ?? alias.provider;
    const providers = provider === undefined ? listedProviders(compiledTable()) : [provider];
    const rates = providers
      .map((one) => ratesOf(all, one, alias.use.model, nowMs))
      .find((found) => found !== undefined);
    return rates === undefined ? { alias } : { alias, rates };
  });
  return { models, aliases };
}

/** A listed id, and its rates without any entry. */
type ListedRates = Pick<ChangedModel, "provider" | "model" | "before">;

function listedRates(nowMs: number): readonly ListedRates[] {
  const engine = createPriceEngine();
  return Object.entries(compiledTable().providers).flatMap(([provider, ids]) =>
    Object.keys(ids).map((model) => ({ provider, model, before: ratesOf(engine, provider, model, nowMs) ?? {} })),
  );
}

function changedModels(listed: readonly ListedRates[], own: PriceEngine, nowMs: number): readonly ChangedModel[] {
  return listed.flatMap(({ provider, model, before }): readonly ChangedModel[] => {
    const after = ratesOf(own, provider, model, nowMs) ?? {};
    const isReplaced = own.find(provider, model)?.listed.source.name === "override";
    return isReplaced || !isSame(before, after) ? [{ provider, model, before, after }] : [];
  });
}

/** What a token of each kind costs at standard terms, as far as that is published. */
function ratesOf(engine: PriceEngine, provider: string, model: string, nowMs: number): TokenRates | undefined {
  const { price, lines } = engine.explain({ provider, requestModel: model, startTimeMs: nowMs, usage: PROBE });
  if (price === undefined) return undefined;
  const rates: { [name in RateName]?: number } = {};
  for (const { counted, amountPicoUsd } of lines) {
    const name = RATE_OF_PART[counted];
    if (name !== undefined && isListed(price.rates, name)) rates[name] = Number(amountPicoUsd) / PROBE_TOKENS;
  }
  return rates;
}

/** Writes to the cache are listed by lifetime as a rule; what is not listed is billed at another rate and not compared. */
function isListed(rates: TokenRates, name: RateName): boolean {
  return Object.keys(rates).some((listed) => listed === name || (name === "cacheWrite" && listed.startsWith(name)));
}

function isSame(one: TokenRates, other: TokenRates): boolean {
  const names = Object.values(RATE_OF_PART);
  return names.every((name) => one[name] === other[name]);
}
