// SPDX-License-Identifier: Apache-2.0
import { CallSum } from "../waste/call-sum.ts";
import type { CallTotal } from "../waste/call-sum.ts";

/** A task that has ended: the tools it used, in order, and what it cost. */
export interface EndedTask {
  readonly tools: readonly string[];
  readonly cost: CallTotal;
  /** What somebody said of it; `undefined` when nobody did. Never guessed. */
  readonly success: boolean | undefined;
}

/** How much of what was spent went into tasks that were done like one before. Upper bounds: plans have to be adapted. */
export interface PlanPotential {
  readonly tasks: CallTotal & { readonly tasks: number };
  /** Tasks that used the same tools in the same order as an earlier one. */
  readonly repeated: CallTotal & { readonly tasks: number };
  /** Those of which an earlier one is known to have succeeded: only its plan is worth keeping. */
  readonly succeededBefore: CallTotal & { readonly tasks: number };
}

const MAX_SIGNATURES = 50_000;

class TaskSum {
  tasks = 0;
  readonly #sum = new CallSum();

  add(cost: CallTotal): void {
    this.tasks += 1;
    this.#sum.addTotal(cost);
  }

  addSum(other: TaskSum): void {
    this.tasks += other.tasks;
    this.#sum.addTotal(other.#sum);
  }

  total(): CallTotal & { readonly tasks: number } {
    return { tasks: this.tasks, ...this.#sum.total() };
  }
}

/** Folds tasks, in the order in which they ended. */
export class PlanPotentialFold {
  /** Signature of tools to whether one of its tasks is known to have succeeded. */
  readonly #seen: Map<string, boolean>;
  readonly #tasks = new TaskSum();
  readonly #repeated = new TaskSum();
  readonly #succeededBefore = new TaskSum();

  constructor(seen: Iterable<readonly [string, boolean]> = []) {
    this.#seen = new Map(seen);
  }

  add({ tools, cost, success }: EndedTask): void {
    this.#tasks.add(cost);
    // Without tools there is no plan.
    if (tools.length === 0) return;
    const signature = JSON.stringify(tools.filter((tool, index) => tool !== tools[index - 1]));
    const before = this.#seen.get(signature);
    if (before !== undefined) this.#repeated.add(cost);
    if (before === true) this.#succeededBefore.add(cost);
    if (before !== undefined || this.#seen.size < MAX_SIGNATURES)
      this.#seen.set(signature, before === true || success === true);
  }

  /** The same, to be gone on with apart. */
  copy(): PlanPotentialFold {
    const copy = new PlanPotentialFold(this.#seen);
    copy.#tasks.addSum(this.#tasks);
    copy.#repeated.addSum(this.#repeated);
    copy.#succeededBefore.addSum(this.#succeededBefore);
    return copy;
  }

  report(): PlanPotential {
    return {
      tasks: this.#tasks.total(),
      repeated: this.#repeated.total(),
      succeededBefore: this.#succeededBefore.total(),
    };
  }
}
