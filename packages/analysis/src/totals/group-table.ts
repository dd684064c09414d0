// SPDX-License-Identifier: Apache-2.0
import { Spend } from "./spend.ts";
import type { CallFacts } from "./spend.ts";

/** Longer ids are told by their beginning. */
const LONGEST_KEY = 200;

/** One group of calls. */
export interface SpendGroup {
  readonly key: string;
  readonly spend: Spend;
  /** `false` where calls of the group may be among those of groups that were let go: what is here is the least. */
  readonly isExact: boolean;
}

/** The dearest groups, and all others together; with calls of no group the sum of all calls. */
export interface SpendRanking {
  /** Dearest first. */
  readonly groups: readonly SpendGroup[];
  /** Groups that are not among them; `atLeast` when some were let go, which may have come again. */
  readonly others: { readonly groups: number; readonly atLeast: boolean; readonly spend: Spend };
  /** Calls that belong to no group. */
  readonly ungrouped: Spend;
}

/**
 * What groups of calls cost, in bounded memory: when there are too many, the cheaper half is summed up and let go. The sum
 * of everything stays exact.
 */
export class GroupTable {
  readonly #limit: number;
  readonly #groups = new Map<string, SpendGroup>();
  readonly #letGo = new Spend();
  readonly #ungrouped = new Spend();
  #countLetGo = 0;

  /** @param limit - Groups that are held at most; at least two. */
  constructor(limit: number) {
    this.#limit = Math.max(2, limit);
  }

  add(key: string | undefined, call: CallFacts): void {
    if (key === undefined) this.#ungrouped.add(call);
    else this.#spendOf(key).add(call);
  }

  /** @param most - Groups to be listed one by one. */
  ranking(most: number): SpendRanking {
    const byCost = this.#byCost();
    const spend = new Spend();
    spend.addSpend(this.#letGo);
    for (const group of byCost.slice(most)) spend.addSpend(group.spend);
    const groups = Math.max(0, byCost.length - most) + this.#countLetGo;
    return {
      groups: byCost.slice(0, most),
      others: { groups, atLeast: this.#countLetGo > 0, spend },
      ungrouped: this.#ungrouped,
    };
  }

  #spendOf(key: string): Spend {
    const id = key.length <= LONGEST_KEY ? key : shortened(key);
    const known = this.#groups.get(id);
    if (known !== undefined) return known.spend;
    if (this.#groups.size >= this.#limit) this.#letCheapGo();
    const group = { key: id, spend: new Spend(), isExact: this.#countLetGo === 0 };
    this.#groups.set(id, group);
    return group.spend;
  }

  #letCheapGo(): void {
    for (const { key, spend } of this.#byCost().slice(Math.floor(this.#limit / 2))) {
      this.#letGo.addSpend(spend);
      this.#countLetGo += 1;
      this.#groups.delete(key);
    }
  }

  #byCost(): SpendGroup[] {
    return [...this.#groups.values()].toSorted(
      (one, other) => other.spend.cost.usd - one.spend.cost.usd || other.spend.calls - one.spend.calls,
    );
  }
}

/** A copy: a slice would keep all of a long text in memory. */
function shortened(key: string): string {
  return JSON.parse(JSON.stringify(`${key.slice(0, LONGEST_KEY)}…`)) as string;
}
