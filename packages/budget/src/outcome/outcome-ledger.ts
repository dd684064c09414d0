// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "../call.ts";
import { dimensionsOf, groupFromKey, groupKeyOf, SCOPE_DIMENSIONS } from "../group.ts";
import { compileMatch } from "../match.ts";
import { windowAt } from "../window.ts";
import type { Window } from "../window.ts";
import type { Outcome, OutcomeDefinition } from "./definition.ts";
import { outcomesOrThrow } from "./parse-outcomes.ts";
import { RatioSums } from "./ratio.ts";

/** What successes cost, in one group and window. */
export interface OutcomeStatus {
  readonly outcome: string;
  readonly group: Readonly<Record<string, string>>;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  /** Units whose outcome is known. */
  readonly outcomes: number;
  readonly successes: number;
  /** All that units with an outcome cost, failures included, over the successes. `undefined` at none: not 0, and not good. */
  readonly usdPerSuccess: number | undefined;
  /** Where the true ratio lies in 95 of 100 cases. */
  readonly interval: readonly [low: number, high: number] | undefined;
  /** Units whose outcome nobody has told, as a share of all. What they cost is in no ratio. */
  readonly unlabelledShare: number;
  readonly unlabelledUsd: number;
  /** Calls whose cost is not known; the ratio is a lower bound when there are any. */
  readonly unknownCalls: number;
  /** Sum of the values of units with an outcome. */
  readonly value: number;
}

/** A success has become too dear. Told once for each group and window. */
export interface OutcomeEvent {
  readonly kind: "success_too_dear";
  readonly key: string;
  readonly atMs: number;
  readonly status: OutcomeStatus;
  readonly limitUsd: number;
  readonly channels: readonly string[];
}

/** Counts what successes cost. */
export interface OutcomeLedger {
  /** Adds what a call cost to its trace, session or run. */
  record(call: BudgetCall): readonly OutcomeEvent[];
  /** Tells how one turned out; a later word takes the place of an earlier, and what was told is restated. */
  recordOutcome(outcome: Outcome): readonly OutcomeEvent[];
  status(name?: string): readonly OutcomeStatus[];
}

/** What an outcome ledger takes from its surroundings. */
export interface OutcomeLedgerOptions {
  /** The clock, epoch milliseconds. @defaultValue `Date.now` */
  readonly now?: () => number;
  /** Units remembered by each definition; of older ones the sums stay, and their outcome can no longer change. @defaultValue `100_000` */
  readonly maxUnits?: number;
}

const DEFAULT_MAX_UNITS = 100_000;
const DEFAULT_MIN_OUTCOMES = 30;
const MAX_COHORTS = 10_000;
const NANO_USD_PER_USD = 1e9;

/**
 * Makes a ledger of outcomes.
 *
 * @throws {TypeError} If a definition is wrong, naming every key and value.
 */
export function createOutcomeLedger(
  definitions: readonly OutcomeDefinition[],
  { now = Date.now, maxUnits = DEFAULT_MAX_UNITS }: OutcomeLedgerOptions = {},
): OutcomeLedger {
  const tables = outcomesOrThrow(definitions).map((definition) => new OutcomeTable(definition, maxUnits));
  return {
    record: (call) => tables.flatMap((table) => table.record(call, now())),
    recordOutcome: (outcome) => tables.flatMap((table) => table.recordOutcome(outcome, now())),
    status: (name) =>
      tables.filter((table) => name === undefined || table.name === name).flatMap((table) => table.status()),
  };
}

/** One trace, session or run. */
interface Unit {
  readonly cohort: Cohort;
  costNanoUsd: number;
  success: boolean | undefined;
  value: number;
}

/** One group in one window. */
interface Cohort {
  readonly key: string;
  readonly window: Window;
  readonly sums: RatioSums;
  unlabelled: number;
  unlabelledNanoUsd: number;
  unknownCalls: number;
  value: number;
  isTold: boolean;
}

class OutcomeTable {
  readonly name: string;
  readonly #definition: OutcomeDefinition;
  readonly #maxUnits: number;
  readonly #matches;
  readonly #dimensions;
  readonly #units = new Map<string, Unit>();
  readonly #cohorts = new Map<string, Cohort>();

  constructor(definition: OutcomeDefinition, maxUnits: number) {
    this.name = definition.name;
    this.#definition = definition;
    this.#maxUnits = maxUnits;
    this.#matches = compileMatch(definition.match);
    const { groupBy = [] } = definition;
    this.#dimensions = dimensionsOf({ name: definition.name, groupBy, limit: { calls: 0 }, window: "lifetime" });
  }

  record(call: BudgetCall, nowMs: number): OutcomeEvent[] {
    const { attributes, traceId, costNanoUsd, atMs } = call;
    if (call.ending === "unsent" || !this.#matches(attributes)) return [];
    const id = groupKeyOf([SCOPE_DIMENSIONS[this.#definition.per ?? "trace"]], { attributes, traceId });
    if (id === undefined) return [];
    const group = groupKeyOf(this.#dimensions, { attributes, traceId }) ?? "";
    const unit = this.#units.get(id) ?? this.#open(id, this.#cohortAt(group, atMs > 0 && atMs <= nowMs ? atMs : nowMs));
    this.#count(unit, -1);
    unit.costNanoUsd += costNanoUsd ?? 0;
    if (costNanoUsd === undefined) unit.cohort.unknownCalls += call.calls ?? 1;
    this.#count(unit, 1);
    return this.#tell(unit.cohort, nowMs);
  }

  recordOutcome({ id, success, value = 0 }: Outcome, nowMs: number): OutcomeEvent[] {
    // What no call was seen of is in no group, and cost nothing that is known.
    const unit = this.#units.get(id);
    if (unit === undefined) return [];
    this.#count(unit, -1);
    unit.success = success;
    unit.value = value;
    this.#count(unit, 1);
    return this.#tell(unit.cohort, nowMs);
  }

  status(): OutcomeStatus[] {
    return Array.from(this.#cohorts.values(), (cohort) => this.#statusOf(cohort));
  }

  /** Adds a unit to what its cohort shows, or takes it out before it changes. */
  #count({ cohort, costNanoUsd, success, value }: Unit, sign: 1 | -1): void {
    if (success === undefined) {
      cohort.unlabelled += sign;
      cohort.unlabelledNanoUsd += sign * costNanoUsd;
      return;
    }
    cohort.sums.add(costNanoUsd, success, sign);
    cohort.value += sign * value;
  }

  #open(id: string, cohort: Cohort): Unit {
    const [oldest] = this.#units.keys();
    if (oldest !== undefined && this.#units.size >= this.#maxUnits) this.#units.delete(oldest);
    const unit: Unit = { cohort, costNanoUsd: 0, success: undefined, value: 0 };
    this.#units.set(id, unit);
    this.#count(unit, 1);
    return unit;
  }

  #cohortAt(key: string, atMs: number): Cohort {
    const window = windowAt(this.#definition.window ?? "lifetime", atMs);
    const name = JSON.stringify([window.key, key]);
    const known = this.#cohorts.get(name);
    if (known !== undefined) return known;
    const [oldest] = this.#cohorts.keys();
    if (oldest !== undefined && this.#cohorts.size >= MAX_COHORTS) this.#cohorts.delete(oldest);
    const counts = { unlabelled: 0, unlabelledNanoUsd: 0, unknownCalls: 0, value: 0, isTold: false };
    const cohort = { key, window, sums: new RatioSums(), ...counts };
    this.#cohorts.set(name, cohort);
    return cohort;
  }

  #tell(cohort: Cohort, atMs: number): OutcomeEvent[] {
    const { alertAbove } = this.#definition;
    if (alertAbove === undefined || cohort.isTold) return [];
    const { usdPerSuccess: limitUsd, minOutcomes = DEFAULT_MIN_OUTCOMES, alert = [] } = alertAbove;
    // With nothing but failures there is no ratio, and all the more to tell.
    const usd = cohort.sums.usdPerSuccess ?? (cohort.sums.cost > 0 ? Number.POSITIVE_INFINITY : 0);
    if (cohort.sums.units < minOutcomes || usd <= limitUsd) return [];
    cohort.isTold = true;
    const key = JSON.stringify(["outcome", this.name, cohort.key, cohort.window.key, limitUsd]);
    return [
      { kind: "success_too_dear", key, atMs, status: this.#statusOf(cohort), limitUsd, channels: [alert].flat() },
    ];
  }

  #statusOf({ key, window, sums, unlabelled, unlabelledNanoUsd, unknownCalls, value }: Cohort): OutcomeStatus {
    const units = sums.units + unlabelled;
    return {
      outcome: this.name,
      group: groupFromKey(this.#dimensions, key),
      windowStartMs: window.startMs,
      windowEndMs: window.endMs,
      outcomes: sums.units,
      successes: sums.successes,
      usdPerSuccess: sums.usdPerSuccess,
      interval: sums.interval,
      unlabelledShare: units === 0 ? 0 : unlabelled / units,
      unlabelledUsd: unlabelledNanoUsd / NANO_USD_PER_USD,
      unknownCalls,
      value,
    };
  }
}
