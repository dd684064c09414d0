// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";

import { billLines } from "./bill-lines.ts";
import type { BillLine } from "./bill-lines.ts";
import { NO_PROBLEMS, statusFrom } from "./cost-status.ts";
import type { ComputedCost, CostParts, MatchedBy, PriceProblem, PriceQuery } from "./cost.ts";
import { amountOf, multiplyRatios } from "./money.ts";
import type { Ratio } from "./money.ts";
import type { RateVector } from "./rate-vector.ts";
import { bandOf } from "./terms.ts";
import type { Terms } from "./terms.ts";
import { at, isCount, newCounts, partsFrom, splitUsage, UNIT_INDEX } from "./token-slots.ts";
import { unitCharges } from "./unit-charges.ts";
import { repairUsage } from "./usage-repair.ts";

/** A call whose usage was told. */
export type MeteredCall = PriceQuery & { readonly usage: Usage };

type Mutable<T> = { -readonly [key in keyof T]: T[key] };
type MutableParts = Mutable<CostParts>;

/** After the lines of the bill. */
const TOTAL = 19;

// Scratch of the synchronous computation below, one call at a time: the hot path allocates only its result.
const counts = newCounts();
const amounts = new Float64Array(TOTAL + 1);

function product(count: number, rate: number, factor: Ratio | undefined): number {
  return factor === undefined ? count * rate : Number(amountOf(count, rate, factor));
}

function doubt(problems: PriceProblem[] | undefined, problem: PriceProblem): PriceProblem[] {
  if (problems === undefined) return [problem];
  if (!problems.includes(problem)) problems.push(problem);
  return problems;
}

/** Adds to a line of the bill. `billed` has the bits of the lines that hold an amount of this call. */
function addTo(slot: number, amount: number, billed: number): number {
  amounts[slot] = (billed & (1 << slot)) === 0 ? amount : at(amounts, slot) + amount;
  return amount === 0 ? billed : billed | (1 << slot);
}

/**
 * Multiplies the counts in the scratch out. An amount beyond 2^53 makes the total unsafe; the exact path then takes
 * over.
 *
 * @param used - Categories with a count, a bit each.
 * @returns Lines of the bill with an amount, a bit each.
 */
function chargeTokens(vector: RateVector, factor: Ratio | undefined, used: number): number {
  let billed = 0;
  let total = 0;
  for (let rest = used; rest !== 0; rest &= rest - 1) {
    const index = 31 - Math.clz32(rest & -rest);
    const amount = product(at(counts, index), at(vector.rates, index), factor);
    billed = addTo(at(vector.billedAs, index), amount, billed);
    total += amount;
  }
  amounts[TOTAL] = total;
  return billed;
}

/** What the used categories lack; looked for only where the card lacks anything that was used. */
function missingRates(vector: RateVector, used: number): PriceProblem[] | undefined {
  let problems: PriceProblem[] | undefined;
  for (const [index, problem] of vector.problems.entries()) {
    if (problem !== undefined && (used & (1 << index)) !== 0) problems = doubt(problems, problem);
  }
  return problems;
}

/** Whether a total that the card has a price for was not told. */
function isPartial(usage: Usage, vector: RateVector): boolean {
  if (vector.expectsInput && !isCount(usage.inputTokens)) return true;
  return vector.expectsOutput && !isCount(usage.outputTokens);
}

/** Charges what is billed beside tokens, onto the lines in `charged.billed`. */
function chargeUnits(
  terms: Terms,
  call: MeteredCall,
  charged: { billed: number; problems: PriceProblem[] | undefined },
): void {
  for (const unit of unitCharges(call.usage, terms.price, call.searchContextSize)) {
    const amount = product(unit.count, unit.rate, multiplyRatios(unit.factor, terms.factor));
    charged.billed = addTo(UNIT_INDEX[unit.part], amount, charged.billed);
    amounts[TOTAL] = at(amounts, TOTAL) + amount;
    if (unit.problem !== undefined) charged.problems = doubt(charged.problems, unit.problem);
  }
}

function merge(a: PriceProblem[] | undefined, b: readonly PriceProblem[] | undefined): PriceProblem[] | undefined {
  return b === undefined ? a : b.reduce<PriceProblem[] | undefined>(doubt, a);
}

/** The same bill beyond 2^53 pico-USD: slower, exact whatever the size. */
function exactCost(cost: ComputedCost, lines: readonly BillLine[]): ComputedCost {
  const parts: MutableParts = {};
  let exact = 0n;
  for (const line of lines) {
    exact += BigInt(line.amountPicoUsd);
    if (line.amountPicoUsd > 0) parts[line.part] = (parts[line.part] ?? 0) + Number(line.amountPicoUsd);
  }
  return { ...cost, totalPicoUsd: Number(exact), exactPicoUsd: exact, parts };
}

/** Bills a call whose counts are in the scratch already. */
function billCounts(
  terms: Terms,
  call: MeteredCall,
  matchedBy: MatchedBy,
  used: number,
  found: PriceProblem[] | undefined,
): ComputedCost {
  const { usage } = call;
  const band = bandOf(terms, usage.inputTokens ?? 0);
  let billed = chargeTokens(band.vector, terms.tokenFactor, used);
  let problems = (used & band.vector.doubtful) === 0 ? found : merge(found, missingRates(band.vector, used));
  if (usage.units !== undefined || terms.price.request !== undefined) {
    const charged = { billed, problems };
    chargeUnits(terms, call, charged);
    ({ billed, problems } = charged);
  }
  const totalPicoUsd = at(amounts, TOTAL);
  const cost: Mutable<ComputedCost> = {
    status: problems === undefined ? "priced" : statusFrom(problems),
    totalPicoUsd,
    parts: partsFrom(amounts, billed),
    provider: terms.provider,
    modelId: terms.modelId,
    matchedBy,
    rowSource: terms.source.name,
    verified: terms.source.verified,
    tier: terms.tier,
    bandOverTokens: band.overTokens,
    tableVersion: terms.tableVersion,
    problems: problems ?? NO_PROBLEMS,
  };
  if (terms.region !== undefined) cost.region = terms.region;
  return Number.isSafeInteger(totalPicoUsd) ? cost : exactCost(cost, billLines(terms, usage, call.searchContextSize));
}

/**
 * Bills a call, after repair if its counts contradict each other.
 *
 * @param doubts - What is doubtful about the call itself.
 * @returns `undefined` when the usage is beyond repair.
 */
export function billCall(
  terms: Terms,
  call: MeteredCall,
  matchedBy: MatchedBy,
  doubts: PriceProblem[] | undefined,
): ComputedCost | undefined {
  const partial = isPartial(call.usage, terms.base.vector);
  const used = splitUsage(call.usage, counts);
  if (used >= 0 && !partial) return billCounts(terms, call, matchedBy, used, doubts);
  const { usage, problems } = repairUsage(call.usage);
  const repaired = splitUsage(usage, counts);
  if (repaired < 0) return undefined;
  const found = merge(partial ? doubt(doubts, "usage_partial") : doubts, problems);
  return billCounts(terms, { ...call, usage }, matchedBy, repaired, found);
}
