// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

import type { AnalyzedCall } from "../analyzed-call.ts";

/** Figures of one kind of task in a run, to be compared with those of another run. */
export interface TaskFigures {
  /** Feature, workflow or agent; `(all)` for calls that name none. */
  readonly task: string;
  /** Traces that it took place in. */
  readonly tasks: number;
  readonly calls: number;
  readonly unpricedCalls: number;
  /** pico-USD over the calls whose price is known. */
  readonly picoUsd: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  /** Calls whose prompt lost the prefix that the call before had sent; `undefined` where no prompt has a fingerprint. */
  readonly brokenPrefixes: number | undefined;
}

/** Attributes that name a kind of task, the most telling first. */
const TASK_KEYS = ["feature", "gen_ai.workflow.name", "gen_ai.agent.name"] as const;
const NO_TASK = "(all)";
/** Kinds of tasks that are told apart; calls of further ones count with those that name none. */
const MAX_TASKS = 1_000;

type Tally = { -readonly [Key in keyof Omit<TaskFigures, "task" | "tasks">]: TaskFigures[Key] } & {
  readonly traces: Set<string>;
};

/** Folds the calls of a run. Remembers the ids of its traces: runs that are compared are short. */
export class RunFigures {
  readonly #tallies = new Map<string, Tally>();

  /** @param brokePrefix - Whether the call lost its prefix; `undefined` when nobody can know. */
  add({ operation, cost }: AnalyzedCall, brokePrefix: boolean | undefined): void {
    const tally = this.#tallyOf(operation);
    tally.calls += 1;
    if (operation.traceId !== undefined) tally.traces.add(operation.traceId);
    if (cost.status === "unpriced") tally.unpricedCalls += 1;
    else tally.picoUsd += cost.totalPicoUsd;
    tally.inputTokens += operation.usage?.inputTokens ?? 0;
    tally.cacheReadTokens += operation.usage?.cacheReadTokens ?? 0;
    if (brokePrefix !== undefined) tally.brokenPrefixes = (tally.brokenPrefixes ?? 0) + (brokePrefix ? 1 : 0);
  }

  /** By name. */
  figures(): readonly TaskFigures[] {
    return [...this.#tallies]
      .map(([task, { traces, ...tally }]) => ({ task, tasks: Math.max(traces.size, 1), ...tally }))
      .toSorted((a, b) => a.task.localeCompare(b.task));
  }

  #tallyOf(operation: Operation): Tally {
    const named = taskOf(operation);
    const task = this.#tallies.has(named) || this.#tallies.size < MAX_TASKS ? named : NO_TASK;
    const known = this.#tallies.get(task);
    if (known !== undefined) return known;
    const tally: Tally = {
      traces: new Set(),
      calls: 0,
      unpricedCalls: 0,
      picoUsd: 0,
      inputTokens: 0,
      cacheReadTokens: 0,
      brokenPrefixes: undefined,
    };
    this.#tallies.set(task, tally);
    return tally;
  }
}

function taskOf({ attributes }: Operation): string {
  for (const key of TASK_KEYS) {
    const value = attributes[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return NO_TASK;
}
