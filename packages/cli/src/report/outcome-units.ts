// SPDX-License-Identifier: Apache-2.0
import { RatioSums } from "@outlay/budget";

const NANO_USD_PER_USD = 1e9;

/** How a piece of work turned out. */
export interface UnitOutcome {
  readonly success: boolean;
  readonly value: number;
}

interface Unit {
  costNanoUsd: number;
  unpricedCalls: number;
}

/** What the traces, or the sessions, of a recording cost and how they turned out. */
export interface OutcomeSums {
  readonly ratio: RatioSums;
  readonly unlabelled: number;
  readonly unlabelledUsd: number;
  /** Of all units. */
  readonly unpricedCalls: number;
  readonly value: number;
}

/**
 * Adds up what units of work cost until nothing more can come of them. The oldest are let go first, with the outcome that
 * is known by then; so are outcomes.
 */
export class OutcomeUnits {
  readonly #limit: number;
  readonly #units = new Map<string, Unit>();
  readonly #outcomes = new Map<string, UnitOutcome>();
  readonly #sums = { ratio: new RatioSums(), unlabelled: 0, unlabelledUsd: 0, unpricedCalls: 0, value: 0 };

  /** @param limit - Units, and outcomes, that are held at most. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @param costNanoUsd - `undefined` for a call without a price. */
  addCall(id: string, costNanoUsd: number | undefined, calls: number): void {
    const unit = this.#units.get(id) ?? this.#open(id);
    if (costNanoUsd === undefined) unit.unpricedCalls += calls;
    else unit.costNanoUsd += costNanoUsd;
  }

  /** A later word takes the place of an earlier. */
  addOutcome(id: string, outcome: UnitOutcome): void {
    this.#outcomes.delete(id);
    const [oldest] = this.#outcomes.keys();
    if (oldest !== undefined && this.#outcomes.size >= this.#limit) this.#outcomes.delete(oldest);
    this.#outcomes.set(id, outcome);
  }

  /** Counts everything that is held, and ends. */
  end(): OutcomeSums {
    for (const [id, unit] of this.#units) this.#count(id, unit);
    this.#units.clear();
    return this.#sums;
  }

  #open(id: string): Unit {
    const [oldest] = this.#units;
    if (oldest !== undefined && this.#units.size >= this.#limit) {
      this.#units.delete(oldest[0]);
      this.#count(...oldest);
    }
    const unit: Unit = { costNanoUsd: 0, unpricedCalls: 0 };
    this.#units.set(id, unit);
    return unit;
  }

  #count(id: string, { costNanoUsd, unpricedCalls }: Unit): void {
    const outcome = this.#outcomes.get(id);
    this.#sums.unpricedCalls += unpricedCalls;
    if (outcome === undefined) {
      this.#sums.unlabelled += 1;
      this.#sums.unlabelledUsd += costNanoUsd / NANO_USD_PER_USD;
      return;
    }
    this.#sums.ratio.add(costNanoUsd, outcome.success, 1);
    this.#sums.value += outcome.value;
  }
}
