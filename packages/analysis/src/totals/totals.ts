// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall } from "../analyzed-call.ts";
import { DIMENSIONS, groupOf } from "./dimensions.ts";
import type { Dimension } from "./dimensions.ts";
import { GroupTable } from "./group-table.ts";
import type { SpendRanking } from "./group-table.ts";
import { Spend, factsOfCall } from "./spend.ts";

/** Options of {@link createTotals}. */
export interface TotalsOptions {
  /** Groups held in each dimension; cheaper ones are summed up. @defaultValue `5_000` */
  readonly maxGroups?: number;
  /** Single calls that are held, the dearest. @defaultValue `20` */
  readonly maxCalls?: number;
}

/** What calls cost, all together and by each {@link Dimension}. */
export interface Totals {
  /** Adds a call. Calls may come in any order. */
  add(call: AnalyzedCall): void;
  readonly all: Spend;
  /** Start of the first call and end of the last, epoch milliseconds; `undefined` without a call that has times. */
  readonly span: { readonly firstMs: number; readonly lastMs: number } | undefined;
  /** Dearest first. */
  dearestCalls(): readonly AnalyzedCall[];
  by(dimension: Dimension, most: number): SpendRanking;
}

const MAX_GROUPS = 5_000;
const MAX_CALLS = 20;

/** Starts summing up calls. Memory is bounded by the options, whatever the number of calls, sessions and users. */
export function createTotals({ maxGroups = MAX_GROUPS, maxCalls = MAX_CALLS }: TotalsOptions = {}): Totals {
  const all = new Spend();
  const tables = DIMENSIONS.map((dimension) => ({ dimension, table: new GroupTable(maxGroups) }));
  const dearest: { readonly call: AnalyzedCall; readonly picoUsd: number }[] = [];
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;

  const keepIfDear = (call: AnalyzedCall): void => {
    if (call.cost.status === "unpriced") return;
    const picoUsd = call.cost.totalPicoUsd;
    if (dearest.length >= maxCalls && picoUsd <= (dearest.at(-1)?.picoUsd ?? 0)) return;
    const place = dearest.findIndex((other) => other.picoUsd < picoUsd);
    dearest.splice(place === -1 ? dearest.length : place, 0, { call, picoUsd });
    dearest.length = Math.min(dearest.length, maxCalls);
  };

  return {
    all,
    add(call) {
      const { operation } = call;
      const facts = factsOfCall(call);
      all.add(facts);
      for (const { dimension, table } of tables) table.add(groupOf(operation, dimension), facts);
      keepIfDear(call);
      if (operation.startTimeMs < firstMs) firstMs = operation.startTimeMs;
      if (operation.endTimeMs > lastMs) lastMs = operation.endTimeMs;
    },
    get span() {
      return firstMs <= lastMs ? { firstMs, lastMs } : undefined;
    },
    dearestCalls: () => dearest.map(({ call }) => call),
    by(dimension, most) {
      const found = tables.find((one) => one.dimension === dimension);
      return (found?.table ?? new GroupTable(2)).ranking(most);
    },
  };
}
