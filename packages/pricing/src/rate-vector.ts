// SPDX-License-Identifier: Apache-2.0
import { INDEX } from "./token-slots.ts";
import type { CostPart, PriceProblem } from "./cost.ts";
import type { RateName, TokenRates } from "./price-table.ts";

type TokenPart = Exclude<CostPart, "tools" | "media" | "request">;

interface TokenCategory {
  readonly part: TokenPart;
  readonly rate: RateName;
  /** Rate that is used when the category has none of its own. */
  readonly parent?: RateName;
  /** Without a rate of its own it is part of its parent on the bill, too. */
  readonly folds?: true;
  /** Providers bill it at its parent's rate as a matter of course, so a missing rate is no doubt. */
  readonly usual?: true;
}

/** Disjoint token categories, in the order of {@link INDEX} and so of every vector of counts, rates and amounts. */
export const TOKEN_CATEGORIES: readonly TokenCategory[] = [
  { part: "uncachedInput", rate: "input" },
  { part: "cacheRead", rate: "cacheRead", parent: "input" },
  { part: "cacheWrite", rate: "cacheWrite", parent: "input" },
  { part: "cacheWrite5m", rate: "cacheWrite5m", parent: "input" },
  { part: "cacheWrite30m", rate: "cacheWrite30m", parent: "input" },
  { part: "cacheWrite1h", rate: "cacheWrite1h", parent: "input" },
  { part: "cacheWrite12h", rate: "cacheWrite12h", parent: "input" },
  { part: "output", rate: "output" },
  { part: "reasoning", rate: "reasoning", parent: "output", folds: true, usual: true },
  { part: "inputAudio", rate: "inputAudio", parent: "input", folds: true },
  { part: "inputImage", rate: "inputImage", parent: "input", folds: true, usual: true },
  { part: "inputVideo", rate: "inputVideo", parent: "input", folds: true, usual: true },
  { part: "cacheReadAudio", rate: "cacheReadAudio", parent: "cacheRead", folds: true },
  { part: "cacheReadImage", rate: "cacheReadImage", parent: "cacheRead", folds: true, usual: true },
  { part: "outputAudio", rate: "outputAudio", parent: "output", folds: true },
  { part: "outputImage", rate: "outputImage", parent: "output", folds: true, usual: true },
];

const LIFETIMES = ["cacheWrite5m", "cacheWrite30m", "cacheWrite1h", "cacheWrite12h"] as const;

/** Rates of one card with every gap filled by a stated rule, as vectors over {@link TOKEN_CATEGORIES}. */
export interface RateVector {
  /** pico-USD per token. */
  readonly rates: Float64Array;
  /** Category on whose line the amount appears. */
  readonly billedAs: Float64Array;
  /** What to report if the category was used. */
  readonly problems: readonly (PriceProblem | undefined)[];
  /** Categories with a problem, a bit each: a glance tells whether any of them was used. */
  readonly doubtful: number;
  /** Whether a call is expected to have input, output tokens at all; embeddings have no output. */
  readonly expectsInput: boolean;
  readonly expectsOutput: boolean;
}

interface Resolved {
  readonly rate: number;
  readonly problem?: PriceProblem;
}

function missing(part: TokenPart, rate: number | undefined): Resolved {
  return { rate: rate ?? 0, problem: `no_rate.${part}` };
}

/** Writes of a known lifetime: the rate for every lifetime, else the dearest other write rate, else plain input. */
function resolveLifetime(part: TokenPart, rates: TokenRates): Resolved {
  if (rates.cacheWrite !== undefined) return { rate: rates.cacheWrite };
  const others = LIFETIMES.map((name) => rates[name] ?? -1);
  const dearest = Math.max(...others);
  return missing(part, dearest < 0 ? rates.input : dearest);
}

/** Writes of an unknown lifetime: the shortest that has a rate, in doubt unless it is the only one. */
function resolveUnsplitWrite(rates: TokenRates): Resolved {
  const rated = LIFETIMES.filter((name) => rates[name] !== undefined);
  const [shortest] = rated;
  if (shortest === undefined) return missing("cacheWrite", rates.input);
  const rate = rates[shortest] ?? 0;
  return rated.length === 1 ? { rate } : { rate, problem: "cache_write_lifetime_unknown" };
}

function parentRate(parent: RateName, rates: TokenRates): number | undefined {
  return rates[parent] ?? (parent === "cacheRead" ? rates.input : undefined);
}

function resolve(category: TokenCategory, rates: TokenRates): Resolved {
  const own = rates[category.rate];
  if (own !== undefined) return { rate: own };
  if (category.rate === "cacheWrite") return resolveUnsplitWrite(rates);
  if (category.rate.startsWith("cacheWrite")) return resolveLifetime(category.part, rates);
  const rate = category.parent === undefined ? undefined : parentRate(category.parent, rates);
  if (rate === 0 || (rate !== undefined && category.usual)) return { rate };
  return missing(category.part, rate);
}

function lineOf(category: TokenCategory, index: number, rates: TokenRates): number {
  if (!category.folds || rates[category.rate] !== undefined) return index;
  if (category.parent === "input") return INDEX.uncachedInput;
  return category.parent === "output" ? INDEX.output : INDEX.cacheRead;
}

/** Fills the gaps of a card once, so that pricing a call is a multiplication. */
export function rateVector(card: TokenRates): RateVector {
  const rates = new Float64Array(TOKEN_CATEGORIES.length);
  const billedAs = new Float64Array(TOKEN_CATEGORIES.length);
  const problems: (PriceProblem | undefined)[] = [];
  let doubtful = 0;
  for (const [index, category] of TOKEN_CATEGORIES.entries()) {
    const { rate, problem } = resolve(category, card);
    rates[index] = rate;
    billedAs[index] = lineOf(category, index, card);
    problems.push(problem);
    if (problem !== undefined) doubtful |= 1 << index;
  }
  const expectsInput = (card.input ?? 0) > 0;
  return { rates, billedAs, problems, doubtful, expectsInput, expectsOutput: (card.output ?? 0) > 0 };
}
