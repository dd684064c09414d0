// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import type { StoreNews } from "@outlay/alerts";
import type { BudgetEvent, BudgetGuardOptions, FallbackStoreOptions } from "@outlay/budget";
import { countProblems } from "@outlay/core";

import { loadBudgetStores } from "./budget-store.ts";
import type { OutlayConfig, StoreConfig } from "./config/outlay-config.ts";
import { formatProblem } from "./config/problem.ts";
import { refusal } from "./setup.ts";

/** Who listens to a ledger that several processes share. */
export interface LedgerListeners {
  /** Tells of an event that no other process tells of, and says when that need not be done again. */
  readonly take: (event: BudgetEvent) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
  /** Is told when the store stops answering, when it answers again, and when it has lost what was spent. */
  readonly onNews: (news: Omit<StoreNews, "channels">) => void;
}

/** A ledger that several processes share. */
export interface SharedLedger {
  readonly settings: BudgetGuardOptions;
  /** Takes the events that are there, without waiting for those who are told. Never rejects. */
  readonly deliver: () => Promise<void>;
  /** Waits until the events that were told are crossed off. Never rejects. */
  readonly crossedOff: () => Promise<void>;
}

/** Signs of life in the length of a lease: two of them can be lost. */
const BEATS_PER_LEASE = 3;
/** A call waits for the store as long as the timeout says, which the store keeps; twice as long where it does not. */
const WAITS_PER_TIMEOUT = 2;
/** How long nothing more is said of a loss. */
const LOSS_QUIET_MS = 600_000;

/**
 * Opens the store that the configuration names, and takes the events that are left in it, as long as the process lives.
 *
 * @returns `undefined` where there is none, or it cannot be opened and nobody is held to it.
 * @throws {TypeError} If calls are to be held to budgets in a store that cannot be opened.
 */
export function shareLedger(
  { mode, store: config, enforcement }: Pick<OutlayConfig, "mode" | "store" | "enforcement">,
  listeners: LedgerListeners,
): SharedLedger | undefined {
  if (config === undefined) return undefined;
  const { openBudgetStore, createFallbackStore, createHeartbeatStore, deliverBudgetEvents } = loadBudgetStores();
  const { leaseMs, heartbeatMs, maxLeaseAgeMs } = enforcement;
  const opened = openBudgetStore(config, process.cwd(), maxLeaseAgeMs);
  if (opened.problem !== undefined) {
    const { problem } = opened;
    if (mode === "enforce") throw refusal([{ ...problem, used: "nothing, the program does not start" }]);
    diag.warn(`outlay: ${formatProblem({ ...problem, used: "the memory of each process" })}`);
    return undefined;
  }
  const fallback = createFallbackStore(opened.store, fallbackOptions(config, listeners.onNews));
  const intervalMs = Math.min(heartbeatMs ?? leaseMs, leaseMs / BEATS_PER_LEASE);
  const store =
    heartbeatMs === 0
      ? fallback
      : createHeartbeatStore(fallback, { intervalMs, maxLeaseAgeMs, onError: listeners.onError });
  const { deliver, crossedOff } = deliverBudgetEvents(store, listeners.take, { onError: listeners.onError });
  return {
    settings: {
      store,
      storeTimeoutMs: WAITS_PER_TIMEOUT * config.timeoutMs,
      // What a share of the rest cannot answer is not let through.
      onStoreFailure: config.onStoreFailure === "allow" ? "allow" : "block",
      onDataLoss: config.onDataLoss,
      onEventsStored: () => void deliver(),
      onDataLost: seldom(LOSS_QUIET_MS, () => {
        listeners.onNews({ problem: "data_loss", sinceMs: Date.now(), policy: config.onDataLoss });
      }),
    },
    deliver,
    crossedOff,
  };
}

/** Does something at most once in a stretch of time: every call notices a loss, until somebody sees to it. */
function seldom(quietMs: number, act: () => void): () => void {
  let untilMs = 0;
  return () => {
    if (Date.now() < untilMs) return;
    untilMs = Date.now() + quietMs;
    act();
  };
}

function fallbackOptions(
  { onStoreFailure, localShare }: StoreConfig,
  onNews: LedgerListeners["onNews"],
): FallbackStoreOptions {
  let sinceMs = 0;
  return {
    ...(onStoreFailure === "local" && { localShare }),
    onStateChange: (state, error) => {
      const reason = error instanceof Error ? error.message : "";
      if (state === "degraded") sinceMs = Date.now();
      const over = state === "degraded" ? {} : { overMs: Date.now() };
      onNews({ problem: "degraded", sinceMs, policy: onStoreFailure, ...over });
      // The alert says what; here is why.
      if (state === "degraded") diag.warn(`outlay: the store of the budgets failed: ${reason}`);
      else diag.warn("outlay: the store of the budgets answers again, and what was spent meanwhile is counted");
    },
    onLoss: () => void countProblems("budgets.journal", 1),
  };
}
