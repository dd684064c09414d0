// SPDX-License-Identifier: Apache-2.0
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { BudgetDefinition } from "../../src/definition.ts";
import type { ClientName } from "./clients.ts";

/** What a process of a fleet is told. */
export interface SpenderOptions {
  readonly budgets: readonly BudgetDefinition[];
  /** Of a Redis server; without it, `path` is a file of SQLite. */
  readonly port?: number;
  readonly path?: string;
  readonly client?: ClientName;
  /** `posthoc` looks at what is spent, calls, and counts afterwards: what a ledger is measured against. */
  readonly mode: "reserve" | "posthoc";
  readonly loops: number;
  readonly callsPerLoop: number;
  readonly seed: number;
  readonly leaseMs?: number;
  readonly onExpiry?: "charge" | "release";
  /** Range of actual cost to estimate. @defaultValue `[0.3, 1]`: estimates are bounds */
  readonly actualShare?: readonly [least: number, most: number];
  /** Share of settlements that are told twice. */
  readonly duplicated?: number;
  /** How far the process's clock is off. */
  readonly skewMs?: number;
}

/** One admitted call, by the clock of the host. */
export interface CallTrace {
  readonly estimate: number;
  readonly actual: number;
  readonly askedMs: number;
  readonly admittedMs: number;
  readonly settledMs: number;
}

/** What a process says at its end. */
export interface SpenderReport {
  readonly traces: readonly CallTrace[];
  readonly problems: readonly string[];
  readonly events: number;
}

/** What all processes did together. */
export interface FleetResult {
  /** What the provider has billed, also to processes that were killed. */
  readonly billed: number;
  readonly calls: number;
  readonly reports: readonly SpenderReport[];
}

interface Message {
  readonly ready?: boolean;
  readonly bill?: string;
  readonly cost?: number;
  readonly report?: SpenderReport;
}

/** Processes of a fleet: all 64 of the scenario where there are cores for them, or by `OUTLAY_TEST_PROCESSES`. */
export const PROCESSES: number = Number(process.env["OUTLAY_TEST_PROCESSES"] ?? (availableParallelism() > 4 ? 64 : 16));

/** Compiled once for all children of a run. */
const COMPILE_CACHE = join(tmpdir(), "outlay-budget-fleet");
const SPENDER = fileURLToPath(new URL("../apps/spender.ts", import.meta.url));

/**
 * Lets processes spend at the same time.
 *
 * @param killAfterBills - When the provider has billed so many calls, the first half of the processes is killed; the
 * bills of those are never answered, so they die in the middle of a call.
 */
export async function runFleet(
  processes: number,
  optionsOf: (index: number) => SpenderOptions,
  killAfterBills = Number.POSITIVE_INFINITY,
): Promise<FleetResult> {
  const fleet = new Fleet(killAfterBills);
  return fleet.run(Array.from({ length: processes }, (_, index) => optionsOf(index)));
}

class Fleet {
  readonly #killAfterBills: number;
  readonly #reports: SpenderReport[] = [];
  readonly #doomed = new Set<ChildProcess>();
  #billed = 0;
  #calls = 0;

  constructor(killAfterBills: number) {
    this.#killAfterBills = killAfterBills;
  }

  async run(options: readonly SpenderOptions[]): Promise<FleetResult> {
    const env = { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE };
    const execArgv = ["--conditions=@outlay/source"];
    const children = options.map((one) => fork(SPENDER, [JSON.stringify(one)], { execArgv, env, stdio: "inherit" }));
    if (Number.isFinite(this.#killAfterBills)) {
      for (const child of children.slice(0, children.length / 2)) this.#doomed.add(child);
    }
    const ends = children.map(async (child) => once(child, "exit"));
    await Promise.all(children.map(async (child) => once(child, "message")));
    for (const child of children) {
      child.on("message", (message) => this.#hear(child, message as Message));
      child.send({ go: true });
    }
    await Promise.all(ends);
    return { billed: this.#billed, calls: this.#calls, reports: this.#reports };
  }

  #hear(child: ChildProcess, { bill, cost = 0, report }: Message): void {
    if (report !== undefined) this.#reports.push(report);
    if (bill === undefined) return;
    this.#billed += cost;
    this.#calls += 1;
    if (this.#doomed.has(child) && this.#calls >= this.#killAfterBills / 2) {
      // Its bill stays unanswered: it dies in the middle of this call.
      if (this.#calls >= this.#killAfterBills) for (const doomed of this.#doomed) doomed.kill("SIGKILL");
      return;
    }
    if (child.connected) child.send({ billed: bill });
  }
}

/** Sum of what the calls in flight at the last admission cost more than they held: how far a cap may be passed. */
export function overrunInFlight(traces: readonly CallTrace[]): number {
  const last = traces.reduce<CallTrace | undefined>((latest, trace) => {
    return latest === undefined || trace.admittedMs > latest.admittedMs ? trace : latest;
  }, undefined);
  if (last === undefined) return 0;
  return traces
    .filter(({ askedMs, settledMs }) => askedMs <= last.admittedMs && settledMs >= last.askedMs)
    .reduce((sum, { estimate, actual }) => sum + Math.max(0, actual - estimate), 0);
}
