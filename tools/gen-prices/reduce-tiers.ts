// SPDX-License-Identifier: Apache-2.0
import type { TierCheck } from "./check-tiers.ts";

type Entry = readonly [key: string, tiers: Readonly<Record<string, TierCheck>>];

/** Our tier by Langfuse's value of `service_tier`. */
const LANGFUSE_TIERS: Readonly<Record<string, string>> = { fast: "priority", priority: "priority", flex: "flex" };

const LANGFUSE_PROVIDERS: readonly (readonly [pattern: RegExp, provider: string])[] = [
  [/^(?:gpt|o\d|chatgpt)/, "openai"],
  [/^claude/, "anthropic"],
  [/^gemini/, "gcp.gemini"],
];

/** Our provider by the name of Portkey's file. */
const PORTKEY_PROVIDERS: Readonly<Record<string, string>> = {
  anthropic: "anthropic",
  "azure-openai": "azure.ai.openai",
  bedrock: "aws.bedrock",
  google: "gcp.gemini",
  groq: "groq",
  "mistral-ai": "mistral_ai",
  openai: "openai",
  "vertex-ai": "gcp.vertex_ai",
  "x-ai": "x_ai",
};

interface LangfuseTier {
  readonly conditions: readonly {
    readonly key?: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
  readonly prices: Readonly<Record<string, number>>;
}

interface LangfuseModel {
  readonly modelName: string;
  readonly pricingTiers: readonly LangfuseTier[];
}

function mtok(usdPerToken: number | undefined): number {
  return Number(((usdPerToken ?? 0) * 1e6).toFixed(6));
}

/** Tiers without a further condition, such as a context bound. */
function langfuseTier({ conditions, prices }: LangfuseTier): readonly (readonly [string, TierCheck])[] {
  const [condition, ...more] = conditions;
  if (condition?.key !== "service_tier" || more.length > 0) return [];
  const tier = LANGFUSE_TIERS[condition.values?.[0] ?? ""];
  return tier === undefined ? [] : [[tier, { input: mtok(prices["input"]), output: mtok(prices["output"]) }]];
}

/** Service tiers of Langfuse's default model prices, USD per million tokens. */
export function langfuseTiers(file: unknown): readonly Entry[] {
  return (file as readonly LangfuseModel[]).flatMap(({ modelName, pricingTiers }): readonly Entry[] => {
    const provider = LANGFUSE_PROVIDERS.find(([pattern]) => pattern.test(modelName))?.[1];
    const tiers = pricingTiers.flatMap(langfuseTier);
    return provider === undefined || tiers.length === 0
      ? []
      : [[`${provider}/${modelName}`, Object.fromEntries(tiers)]];
  });
}

interface PortkeyPrices {
  readonly pay_as_you_go?: Readonly<Record<string, { readonly price?: number } | undefined>>;
}

interface PortkeyMode {
  readonly pricing_config?: PortkeyPrices;
  readonly context_tiers?: Readonly<Record<string, { readonly pricing_config?: PortkeyPrices }>>;
}

interface PortkeyModel {
  readonly pricing_config?: { readonly batch_config?: PortkeyPrices["pay_as_you_go"] };
  readonly custom_pricing?: {
    readonly regions?: { readonly default?: { readonly execution_modes?: Readonly<Record<string, PortkeyMode>> } };
  };
}

const PORTKEY_MODES = ["batch", "flex", "priority", "fast"];

/** Their unit is USD cents per token. */
function portkeyCheck(prices: PortkeyPrices["pay_as_you_go"]): TierCheck | undefined {
  const [input, output] = [prices?.["request_token"]?.price, prices?.["response_token"]?.price];
  if (!input || output === undefined) return undefined;
  return { input: mtok(input / 100), output: mtok(output / 100) };
}

/** The lowest context band is listed first. */
function modePrices(mode: PortkeyMode | undefined): PortkeyPrices["pay_as_you_go"] {
  const [band] = Object.values(mode?.context_tiers ?? {});
  return (band?.pricing_config ?? mode?.pricing_config)?.pay_as_you_go;
}

/** Service tiers of one of Portkey's provider files, USD per million tokens. */
export function portkeyTiers(name: string, file: unknown): readonly Entry[] {
  const provider = PORTKEY_PROVIDERS[name];
  if (provider === undefined) return [];
  return Object.entries(file as Readonly<Record<string, PortkeyModel>>).flatMap(([model, listed]): readonly Entry[] => {
    const modes = listed.custom_pricing?.regions?.default?.execution_modes ?? {};
    const batch = portkeyCheck(listed.pricing_config?.batch_config);
    const found = PORTKEY_MODES.flatMap((tier) => {
      const check = portkeyCheck(modePrices(modes[tier])) ?? (tier === "batch" ? batch : undefined);
      return check === undefined ? [] : [[tier, check] as const];
    });
    return found.length === 0 ? [] : [[`${provider}/${model.toLowerCase()}`, Object.fromEntries(found)]];
  });
}
