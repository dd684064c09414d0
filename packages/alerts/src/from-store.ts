// SPDX-License-Identifier: Apache-2.0
import type { StoreAlertEvent } from "./event.ts";

/** Something about the store that budgets are kept in. */
export interface StoreNews {
  readonly problem: "degraded" | "data_loss";
  /** When it began, epoch milliseconds. */
  readonly sinceMs: number;
  /** When it ended; left out while it lasts. */
  readonly overMs?: number;
  /** What becomes of calls meanwhile: `allow`, `block`, `local`. */
  readonly policy: string;
  readonly channels: readonly string[];
}

/** Processes that lose the same store within this time speak of one occurrence. */
const TOGETHER_MS = 600_000;

/** Renders what one process knows of a store as an alert. Pure. */
export function alertFromStoreNews({ problem, sinceMs, overMs, policy, channels }: StoreNews): StoreAlertEvent {
  return {
    key: JSON.stringify(["store", problem, Math.floor(sinceMs / TOGETHER_MS)]),
    type: `budget.store_${problem}`,
    severity: problem === "data_loss" ? "error" : "warning",
    atMs: overMs ?? sinceMs,
    channels,
    ...(overMs !== undefined && { state: "resolved" }),
    data: { store: "budgets", policy },
  };
}
