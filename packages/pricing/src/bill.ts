// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";

import { isCount, newCounts, splitUsage } from "./billable-counts.ts";
import { billLines } from "./bill-lines.ts";
import type { BillRequest } from "./bill-lines.ts";
import type { CostParts, PriceProblem } from "./cost.ts";
import { amountOf, multiplyRatios } from "./money.ts";
import type { Ratio } from "./money.ts";
import { bandOf } from "./price-entry.ts";
import type { Band } from "./price-entry.ts";
import { INDEX, TOKEN_CATEGORIES } from "./rate-vector.ts";
import type { RateVector } from "./rate-vector.ts";
import { unitCharges } from "./unit-charges.ts";
import { repairUsage } from "./usage-repair.ts";

/** Amounts of one request at one card. */
export interface Bill {
  readonly totalPicoUsd: number;
  readonly exactPicoUsd: bigint | undefined;
  readonly parts: CostParts;
  readonly band: Band;
  /** Absent when there is no doubt. */
  readonly problems: PriceProblem[] | undefined;
}

type MutableParts = { -readonly [part in keyof CostParts]: CostParts[part] };

const CATEGORY_COUNT = TOKEN_CATEGORIES.length;
const TOOLS = CATEGORY_COUNT;
const MEDIA = CATEGORY_COUNT + 1;
const REQUEST = CATEGORY_COUNT + 2;
const UNIT_SLOTS = { tools: TOOLS, media: MEDIA, request: REQUEST } as const;

// Scratch of the synchronous computation below, one call at a time: the hot path allocates only its result.
const counts = newCounts();
const amounts: number[] = [...newCounts(), 0, 0, 0];

function at(vector: readonly number[], index: number): number {
  return vector[index] ?? 0;
}

/** An amount beyond 2^53 makes the total unsafe, and the exact path takes over. */
function charge(slot: number, count: number, rate: number, factor: Ratio | undefined): void {
  amounts[slot] = at(amounts, slot) + (factor === undefined ? count * rate : Number(amountOf(count, rate, factor)));
}

function doubt(problems: PriceProblem[] | undefined, problem: PriceProblem): PriceProblem[] {
  if (problems === undefined) return [problem];
  if (!problems.includes(problem)) problems.push(problem);
  return problems;
}

/** Fills the scratch with disjoint counts; `undefined` when not even repair makes sense of the usage. */
function readUsage(usage: Usage): { usage: Usage; problems: PriceProblem[] | undefined } | undefined {
  if (splitUsage(usage, counts)) return { usage, problems: undefined };
  const repaired = repairUsage(usage);
  if (!splitUsage(repaired.usage, counts)) return undefined;
  return { usage: repaired.usage, problems: repaired.problems.length === 0 ? undefined : [...repaired.problems] };
}

/** Multiplies the counts in the scratch out; returns what was found missing. */
function chargeTokens(vector: RateVector, factor: Ratio | undefined): PriceProblem[] | undefined {
  let problems: PriceProblem[] | undefined;
  for (let index = 0; index < CATEGORY_COUNT; index++) {
    const count = at(counts, index);
    if (count === 0) continue;
    charge(at(vector.billedAs, index), count, at(vector.rates, index), factor);
    const problem = vector.problems[index];
    if (problem !== undefined) problems = doubt(problems, problem);
  }
  return problems;
}

function total(): number {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return sum;
}

// Written out rather than looped: stores under constant names keep the result's shape known, three times faster.
function partsFromAmounts(): CostParts {
  const parts: MutableParts = {};
  if (amounts[INDEX.uncachedInput]) parts.uncachedInput = at(amounts, INDEX.uncachedInput);
  if (amounts[INDEX.cacheRead]) parts.cacheRead = at(amounts, INDEX.cacheRead);
  if (amounts[INDEX.cacheWrite]) parts.cacheWrite = at(amounts, INDEX.cacheWrite);
  if (amounts[INDEX.cacheWrite5m]) parts.cacheWrite5m = at(amounts, INDEX.cacheWrite5m);
  if (amounts[INDEX.cacheWrite30m]) parts.cacheWrite30m = at(amounts, INDEX.cacheWrite30m);
  if (amounts[INDEX.cacheWrite1h]) parts.cacheWrite1h = at(amounts, INDEX.cacheWrite1h);
  if (amounts[INDEX.cacheWrite12h]) parts.cacheWrite12h = at(amounts, INDEX.cacheWrite12h);
  if (amounts[INDEX.output]) parts.output = at(amounts, INDEX.output);
  if (amounts[INDEX.reasoning]) parts.reasoning = at(amounts, INDEX.reasoning);
  addRareParts(parts);
  return parts;
}

function addRareParts(parts: MutableParts): void {
  for (let index = INDEX.inputAudio; index < CATEGORY_COUNT; index++) {
    const part = TOKEN_CATEGORIES[index]?.part;
    const amount = amounts[index];
    if (amount && part !== undefined) parts[part] = amount;
  }
  if (amounts[TOOLS]) parts.tools = at(amounts, TOOLS);
  if (amounts[MEDIA]) parts.media = at(amounts, MEDIA);
  if (amounts[REQUEST]) parts.request = at(amounts, REQUEST);
}

/** Whether a total that the card has a price for was not told. */
function isPartial(usage: Usage, vector: RateVector): boolean {
  if (vector.expectsInput && !isCount(usage.inputTokens)) return true;
  return vector.expectsOutput && !isCount(usage.outputTokens);
}

/** Charges what is billed beside tokens. */
function chargeUnits(request: BillRequest): PriceProblem[] | undefined {
  let problems: PriceProblem[] | undefined;
  for (const unit of unitCharges(request)) {
    const factor = multiplyRatios(unit.factor, request.factor);
    charge(UNIT_SLOTS[unit.part], unit.count, unit.rate, factor);
    if (unit.problem !== undefined) problems = doubt(problems, unit.problem);
  }
  return problems;
}

function merge(a: PriceProblem[] | undefined, b: readonly PriceProblem[] | undefined): PriceProblem[] | undefined {
  return b === undefined ? a : b.reduce<PriceProblem[] | undefined>(doubt, a);
}

/** The same bill beyond 2^53 pico-USD: slower, exact whatever the size. */
function exactBill(request: BillRequest, band: Band, problems: PriceProblem[] | undefined): Bill {
  const parts: MutableParts = {};
  let exact = 0n;
  for (const line of billLines(request)) {
    exact += BigInt(line.amountPicoUsd);
    if (line.amountPicoUsd > 0) parts[line.part] = (parts[line.part] ?? 0) + Number(line.amountPicoUsd);
  }
  return { totalPicoUsd: Number(exact), exactPicoUsd: exact, parts, band, problems };
}

/**
 * Multiplies one request out.
 *
 * @returns `undefined` when the usage is beyond repair.
 */
export function billFor(request: BillRequest): Bill | undefined {
  const read = readUsage(request.usage);
  if (read === undefined) return undefined;
  amounts.fill(0);
  const { usage } = read;
  const band = bandOf(request.card, usage.inputTokens ?? 0);
  let problems = chargeTokens(band.vector, request.tokenFactor);
  if (usage.units !== undefined || request.price.request !== undefined)
    problems = merge(problems, chargeUnits(request));
  problems = merge(problems, read.problems);
  if (isPartial(request.usage, band.vector)) problems = doubt(problems, "usage_partial");
  const totalPicoUsd = total();
  if (!Number.isSafeInteger(totalPicoUsd)) return exactBill({ ...request, usage }, band, problems);
  return { totalPicoUsd, exactPicoUsd: undefined, parts: partsFromAmounts(), band, problems };
}
