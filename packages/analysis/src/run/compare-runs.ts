// SPDX-License-Identifier: Apache-2.0
import type { TaskFigures } from "./run-figures.ts";

/** What of a run is held against its baseline. */
export type RunRule = "cost_per_task" | "calls_per_task" | "cache_hit_ratio" | "broken_prefixes" | "unpriced_calls";

/** How much worse than its baseline a run may be. */
export interface RunTolerances {
  /** Share by which the cost of a task may rise. */
  readonly costPerTask: number;
  /** Share by which calls per task may rise. */
  readonly callsPerTask: number;
  /** Points by which the cache-hit ratio may fall: 0.05 is from 80 % to 75 %. */
  readonly cacheHitRatio: number;
  /** More calls with a broken prefix per task than before. */
  readonly brokenPrefixesPerTask: number;
  /** Unpriced calls beyond those of the baseline. */
  readonly unpricedCalls: number;
}

/** One rule about one kind of task. */
export interface RunVerdict {
  readonly rule: RunRule;
  readonly task: string;
  /** USD, calls or a share; `undefined` where one of the runs does not tell. */
  readonly baseline: number | undefined;
  readonly actual: number | undefined;
  /** What `actual` must not pass, upwards or, for a ratio, downwards. */
  readonly limit: number | undefined;
  /** `unknown` fails nothing: it says that nothing was compared. */
  readonly outcome: "passed" | "failed" | "unknown";
}

const PICO_USD_PER_USD = 1e12;
/** Sums of doubles are compared with room for their last bits. */
const EPSILON = 1e-9;

/** Holds a run against its baseline, task by task; tasks of which there is no baseline are only held to have prices. */
export function compareRuns(
  baseline: readonly TaskFigures[],
  actual: readonly TaskFigures[],
  tolerances: RunTolerances,
): readonly RunVerdict[] {
  const before = new Map(baseline.map((figures) => [figures.task, figures]));
  return actual.flatMap((figures) => compareTask(before.get(figures.task), figures, tolerances));
}

function compareTask(
  before: TaskFigures | undefined,
  now: TaskFigures,
  tolerances: RunTolerances,
): readonly RunVerdict[] {
  const { task } = now;
  const raised = (value: number | undefined, share: number): number | undefined =>
    value === undefined ? undefined : value * (1 + share);
  const verdict = (
    rule: RunRule,
    read: (figures: TaskFigures) => number | undefined,
    limitOf: (value: number | undefined) => number | undefined,
  ): RunVerdict => {
    const [was, is] = [before === undefined ? undefined : read(before), read(now)];
    return judged({ rule, task, baseline: was, actual: is, limit: limitOf(was) });
  };
  return [
    verdict("cost_per_task", costPerTask, (was) => raised(was, tolerances.costPerTask)),
    verdict(
      "calls_per_task",
      ({ calls, tasks }) => calls / tasks,
      (was) => raised(was, tolerances.callsPerTask),
    ),
    verdict("cache_hit_ratio", hitRatio, (was) => (was === undefined ? undefined : was - tolerances.cacheHitRatio)),
    verdict("broken_prefixes", brokenPerTask, (was) =>
      was === undefined ? undefined : was + tolerances.brokenPrefixesPerTask,
    ),
    // Without a baseline too: a price that is not known is never right.
    verdict(
      "unpriced_calls",
      ({ unpricedCalls }) => unpricedCalls,
      (was = 0) => was + tolerances.unpricedCalls,
    ),
  ];
}

function judged(facts: Omit<RunVerdict, "outcome">): RunVerdict {
  const { rule, actual, limit } = facts;
  if (actual === undefined || limit === undefined) return { ...facts, outcome: "unknown" };
  const excess = rule === "cache_hit_ratio" ? limit - actual : actual - limit;
  return { ...facts, outcome: excess > EPSILON * Math.max(1, Math.abs(limit)) ? "failed" : "passed" };
}

/** USD; `undefined` where a call has no price, since the sum is then too small by nobody knows how much. */
function costPerTask({ picoUsd, unpricedCalls, tasks }: TaskFigures): number | undefined {
  return unpricedCalls > 0 ? undefined : picoUsd / PICO_USD_PER_USD / tasks;
}

function hitRatio({ inputTokens, cacheReadTokens }: TaskFigures): number | undefined {
  return inputTokens === 0 ? undefined : cacheReadTokens / inputTokens;
}

function brokenPerTask({ brokenPrefixes, tasks }: TaskFigures): number | undefined {
  return brokenPrefixes === undefined ? undefined : brokenPrefixes / tasks;
}
