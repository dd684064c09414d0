// SPDX-License-Identifier: Apache-2.0
import { createBudgetGuard } from "@outlay/budget";
import type { BudgetGuard } from "@outlay/budget";
import { formatProblem, loadBudgetStores, resolveConfig } from "@outlay/node";

import type { CommandIo } from "../command-io.ts";
import { UsageError } from "../usage-error.ts";

/** Somebody waits for an answer here, and no call does. */
const TIMEOUT_MS = 5_000;

/**
 * Works on the budgets of this folder where its processes count them.
 *
 * @throws {UsageError} If there are none, or they are counted by each process for itself, or the store does not answer.
 */
export async function withLedger<Result>(
  io: CommandIo,
  work: (guard: BudgetGuard) => Result | Promise<Result>,
): Promise<Result> {
  const { config, fatal } = resolveConfig({ env: io.env, cwd: io.cwd });
  if (fatal.length > 0) throw new UsageError(fatal.map((problem) => formatProblem(problem)).join("\n"));
  const { budgets, store } = config;
  if (budgets.length === 0) throw new UsageError("there are no budgets in the configuration of this folder");
  if (store === undefined) {
    throw new UsageError("each process counts these budgets in its own memory: the configuration has no store");
  }
  const opened = loadBudgetStores().openBudgetStore({ ...store, timeoutMs: TIMEOUT_MS }, io.cwd);
  if (opened.problem !== undefined) throw new UsageError(formatProblem({ ...opened.problem, used: "nothing" }));
  try {
    return await work(createBudgetGuard(budgets, { store: opened.store, now: io.nowMs }));
  } catch (error) {
    throw error instanceof Error ? new UsageError(error.message) : error;
  } finally {
    opened.close();
  }
}
