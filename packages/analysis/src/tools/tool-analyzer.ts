// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall } from "../analyzed-call.ts";
import { RecentMap } from "../recent-map.ts";
import { CallSum } from "../waste/call-sum.ts";
import { isDerivable } from "./derivable.ts";
import { NextTool } from "./next-tool.ts";
import type { NextToolReport } from "./next-tool.ts";
import { PlanPotentialFold } from "./plan-potential.ts";
import type { PlanPotential } from "./plan-potential.ts";
import type { ToolRun } from "./tool-run.ts";

/** What tools took, and what could have been known of them beforehand. */
export interface ToolReport {
  readonly tools: readonly ToolTotal[];
  /** What running tools early could gain: a potential, not a saving of tokens. */
  readonly nextTool: NextToolReport;
  /** Share of runs whose arguments stand in earlier answers; `undefined` where no content is captured. */
  readonly derivableShare: number | undefined;
  /** Runs of which that can be told. */
  readonly judgedRuns: number;
  /** Milliseconds that tools ran while the model waited. */
  readonly waitedMs: number;
  readonly plans: PlanPotential;
}

/** One tool. */
export interface ToolTotal {
  readonly name: string;
  readonly runs: number;
  readonly errors: number;
  readonly totalMs: number;
}

/** Folds tool runs and the calls around them. */
export interface ToolAnalyzer {
  addRun(run: ToolRun): void;
  addCall(call: AnalyzedCall): void;
  /** What somebody said of a trace, late or early. */
  addOutcome(traceId: string, success: boolean): void;
  report(): ToolReport;
}

const MAX_TASKS = 10_000;
const MAX_TOOLS = 2_000;
const MAX_SEQUENCE = 1_000;
const MAX_ANSWERS = 50;

interface Task {
  readonly tools: string[];
  readonly cost: CallSum;
  readonly answers: string[];
  success: boolean | undefined;
}

class Tools implements ToolAnalyzer {
  readonly #totals = new Map<string, { runs: number; errors: number; totalMs: number }>();
  readonly #nextTool = new NextTool();
  readonly #plans = new PlanPotentialFold();
  readonly #tasks = new RecentMap<Task>({ maxEntries: MAX_TASKS, letGo: (task) => this.#end(this.#plans, task) });
  #derivable = 0;
  #judged = 0;

  addRun(run: ToolRun): void {
    this.#count(run);
    this.#use(run.traceId, (task) => {
      this.#nextTool.add(task.tools, run.name);
      if (task.tools.length < MAX_SEQUENCE) task.tools.push(run.name);
      this.#judge(run, task.answers);
      if (run.result === undefined) return;
      task.answers.push(run.result);
      if (task.answers.length > MAX_ANSWERS) task.answers.shift();
    });
  }

  addCall(call: AnalyzedCall): void {
    this.#use(call.operation.traceId, ({ cost }) => cost.add(call));
  }

  addOutcome(traceId: string, success: boolean): void {
    this.#use(traceId, (task) => {
      task.success = success;
    });
  }

  report(): ToolReport {
    const plans = this.#plans.copy();
    for (const task of this.#tasks.values()) this.#end(plans, task);
    const tools = [...this.#totals].map(([name, total]) => ({ name, ...total }));
    return {
      tools: tools.toSorted((a, b) => b.totalMs - a.totalMs),
      nextTool: this.#nextTool.report(),
      derivableShare: this.#judged === 0 ? undefined : this.#derivable / this.#judged,
      judgedRuns: this.#judged,
      waitedMs: tools.reduce((sum, { totalMs }) => sum + totalMs, 0),
      plans: plans.report(),
    };
  }

  #use(traceId: string | undefined, use: (task: Task) => void): void {
    if (traceId === undefined) return;
    this.#tasks.use(traceId, () => ({ tools: [], cost: new CallSum(), answers: [], success: undefined }), use);
  }

  #count({ name, isError, startTimeMs, endTimeMs }: ToolRun): void {
    const known = this.#totals.get(name);
    if (known === undefined && this.#totals.size >= MAX_TOOLS) return;
    const total = known ?? { runs: 0, errors: 0, totalMs: 0 };
    total.runs += 1;
    total.errors += isError ? 1 : 0;
    total.totalMs += Math.max(0, endTimeMs - startTimeMs);
    this.#totals.set(name, total);
  }

  #judge(run: ToolRun, answers: readonly string[]): void {
    if (run.arguments === undefined) return;
    const verdict = isDerivable(run.arguments, answers);
    if (verdict === undefined) return;
    this.#judged += 1;
    if (verdict) this.#derivable += 1;
  }

  #end(plans: PlanPotentialFold, { tools, cost, success }: Task): void {
    plans.add({ tools, cost: cost.total(), success });
  }
}

/** Starts to fold; in bounded memory. */
export function createToolAnalyzer(): ToolAnalyzer {
  return new Tools();
}
