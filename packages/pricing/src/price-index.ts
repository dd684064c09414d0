// SPDX-License-Identifier: Apache-2.0
import { modelCandidates } from "./model-id.ts";
import type { ModelCandidate } from "./model-id.ts";
import { ratioFromDecimal } from "./money.ts";
import { PriceEntry } from "./price-entry.ts";
import type { ListedModel } from "./price-entry.ts";
import { OVERRIDE } from "./price-overrides.ts";
import type { ModelOverride, PriceOverrides } from "./price-overrides.ts";
import type { PriceSource, PriceTable } from "./price-table.ts";
import { canonicalProvider } from "./provider-name.ts";

/** Names remembered, hits and misses together. A program uses a handful; a gateway under attack, any number. */
export const MAX_REMEMBERED = 4096;

const MS_PER_DAY = 86_400_000;

/** Providers that sell others' models at the makers' list price. */
export const LIST_PRICE_OF: Readonly<Record<string, readonly string[]>> = {
  "azure.ai.openai": ["openai"],
  "azure.ai.inference": ["azure.ai.openai"],
  "gcp.vertex_ai": ["gcp.gemini"],
  // A proxy whose models are mostly called what their makers call them.
  litellm: ["openai", "anthropic", "gcp.gemini"],
};

/** Names under which routers appear: a vendor in front of the model decides. */
export const ROUTERS: ReadonlySet<string> = new Set(["openai", "openrouter"]);

/** What a model was found to be under one provider's name; `next` under another one's. */
interface Remembered {
  readonly provider: string;
  /** Absent: not listed. */
  readonly entry: PriceEntry | undefined;
  readonly next: Remembered | undefined;
}

/** A rule whose globs are ready. */
interface CompiledRule {
  readonly rule: ModelOverride;
  readonly provider: RegExp;
  readonly model: RegExp;
}

function globPattern(glob: string | undefined): RegExp {
  const escaped = (glob ?? "*").toLowerCase().replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*")}$`);
}

/** Finds the price of a model by name, and remembers. */
export class PriceIndex {
  readonly table: PriceTable;
  readonly overrides: PriceOverrides;
  /** Calls from then on are long after anybody looked at prices. */
  readonly staleFromMs: number;
  readonly #rules: readonly CompiledRule[];
  readonly #aliases: ReadonlyMap<string, readonly PriceOverrides["aliases"][number][]>;
  readonly #memo = new Map<string, Remembered>();
  #remembered = 0;

  constructor(table: PriceTable, overrides: PriceOverrides, staleAfterDays: number) {
    this.table = table;
    this.overrides = overrides;
    this.staleFromMs = Date.parse(table.date) + staleAfterDays * MS_PER_DAY;
    this.#rules = overrides.models.map((rule) => ({
      rule,
      provider: globPattern(rule.provider === undefined ? undefined : canonicalProvider(rule.provider)),
      model: globPattern(rule.model),
    }));
    this.#aliases = Map.groupBy(overrides.aliases, (alias) => alias.model.toLowerCase());
  }

  /** Names remembered, never more than {@link MAX_REMEMBERED}. */
  get remembered(): number {
    return this.#remembered;
  }

  /** One look-up by model, no joined key: a model is nearly always asked for under one provider's name. */
  find(provider: string, model: string): PriceEntry | undefined {
    for (let known = this.#memo.get(model); known !== undefined; known = known.next) {
      if (known.provider === provider) return known.entry;
    }
    const entry = this.#resolve(provider, model);
    this.#remember(provider, model, entry);
    return entry;
  }

  #remember(provider: string, model: string, entry: PriceEntry | undefined): void {
    if (++this.#remembered > MAX_REMEMBERED) {
      this.#memo.clear();
      this.#remembered = 1;
    }
    this.#memo.set(model, { provider, entry, next: this.#memo.get(model) });
  }

  #resolve(providerName: string, modelName: string): PriceEntry | undefined {
    const { provider, model } = this.#aliased(canonicalProvider(providerName), modelName);
    const routes = ROUTERS.has(provider) || !Object.hasOwn(this.table.providers, provider);
    let multiplied: ModelOverride | undefined;
    for (const candidate of modelCandidates(provider, model)) {
      if (candidate.problem === "priced_as_other_provider" && !routes) continue;
      const rule = multiplied ?? this.#ruleFor(candidate);
      if (rule?.prices !== undefined) return this.#entry(candidate, overridden(candidate, rule, rule.prices), rule);
      multiplied = rule;
      const listed = this.#listed(candidate);
      if (listed !== undefined) return this.#entry(candidate, listed, rule);
    }
    return undefined;
  }

  #aliased(provider: string, model: string): { provider: string; model: string } {
    const aliases = this.#aliases.get(model.toLowerCase());
    const alias = aliases?.find(
      (entry) => entry.provider === undefined || canonicalProvider(entry.provider) === provider,
    );
    if (alias === undefined) return { provider, model };
    const { use } = alias;
    return { provider: use.provider === undefined ? provider : canonicalProvider(use.provider), model: use.model };
  }

  #ruleFor(candidate: ModelCandidate): ModelOverride | undefined {
    const matches = ({ provider, model }: CompiledRule): boolean =>
      provider.test(candidate.provider) && model.test(candidate.id);
    return this.#rules.find(matches)?.rule;
  }

  #listed(candidate: ModelCandidate): ListedModel | undefined {
    const own = this.#row(candidate.provider, candidate.id);
    if (own !== undefined) return own;
    for (const maker of LIST_PRICE_OF[candidate.provider] ?? []) {
      const row = this.#row(maker, candidate.id);
      if (row !== undefined) return row;
    }
    return undefined;
  }

  #row(provider: string, id: string): ListedModel | undefined {
    const ids = Object.hasOwn(this.table.providers, provider) ? this.table.providers[provider] : undefined;
    const row = ids !== undefined && Object.hasOwn(ids, id) ? this.table.rows[ids[id] ?? -1] : undefined;
    if (row === undefined) return undefined;
    const [model, prices, source] = row;
    return {
      provider,
      model,
      source: this.table.sources[source] ?? { name: "unknown", verified: this.table.date },
      prices: this.table.prices[prices] ?? [],
    };
  }

  #entry(candidate: ModelCandidate, listed: ListedModel, rule: ModelOverride | undefined): PriceEntry {
    const asOther = listed.provider === candidate.provider ? undefined : "priced_as_other_provider";
    return new PriceEntry({
      listed,
      idRegion: candidate.region,
      problem: candidate.problem ?? asOther,
      factor: rule?.multiplier === undefined ? undefined : ratioFromDecimal(rule.multiplier),
      table: this.table,
      calendars: { ...this.table.calendars, ...this.overrides.calendars },
    });
  }
}

function overridden(candidate: ModelCandidate, rule: ModelOverride, prices: ModelOverride["prices"] = []): ListedModel {
  const source: PriceSource = { name: OVERRIDE, verified: "" };
  return { provider: candidate.provider, model: rule.model, source, prices };
}
