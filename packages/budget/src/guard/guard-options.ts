// SPDX-License-Identifier: Apache-2.0
import type { RouteDefinition } from "../definition.ts";
import type { GrantNote } from "../grant-event.ts";
import type { BudgetEvent } from "../event.ts";
import type { LedgerStore } from "../ledger/ledger-store.ts";
import type { CallEdit } from "./guarded-call.ts";
import type { ExpiryPolicy, UnpricedPolicy } from "./holds.ts";
import type { BudgetViolation, RefusalDetails } from "./violation.ts";

/** A call that waits for somebody to grant more. Nothing is held for it meanwhile. */
export interface ApprovalRequest {
  /** Names the request; granting twice under it grants once. */
  readonly id: string;
  readonly violations: readonly BudgetViolation[];
  readonly model?: string | undefined;
  readonly traceId?: string | undefined;
}

/** Whether to go on, and by how much the cap is raised for this window, in the budget's unit (nano-USD for USD), by whom and why. */
export type Approval = ({ readonly approved: true; readonly grant: number } & GrantNote) | { readonly approved: false };

/** What was held for a call, and what it cost. */
export interface SettledEstimate {
  readonly estimateNanoUsd: number;
  readonly actualNanoUsd: number;
  /** That answered. */
  readonly model: string | undefined;
}

/** How a guard is set up. */
export interface BudgetGuardOptions {
  /** `shadow` decides and tells what it would have done, and never acts. @defaultValue `"enforce"` */
  readonly mode?: "enforce" | "shadow";
  /** @defaultValue memory of this process */
  readonly store?: LedgerStore;
  /**
   * Longest that a call waits for a step of the store that never answers, for stores of your own: those of this package
   * have a shorter timeout of their own. A settlement, which no call waits for, is given up after four times as long.
   * @defaultValue 10 seconds
   */
  readonly storeTimeoutMs?: number;
  /** @defaultValue `Date.now` */
  readonly now?: () => number;
  /** Calls of models without a price, under a cap in USD. @defaultValue `"block"` */
  readonly unpriced?: UnpricedPolicy;
  /** A store that does not answer. @defaultValue `"allow"` */
  readonly onStoreFailure?: "allow" | "block";
  /** A store that has lost what was spent. @defaultValue `"block"` */
  readonly onDataLoss?: "allow" | "block";
  /** How long a call may take before others take it for dead. @defaultValue 10 minutes */
  readonly leaseMs?: number;
  /** @defaultValue `"charge_estimate"` */
  readonly onExpiry?: ExpiryPolicy;
  readonly routes?: Readonly<Record<string, RouteDefinition>>;
  /** Is asked by thresholds that escalate. Without it such calls are refused, and can be made again after a grant. */
  readonly approver?: (request: ApprovalRequest) => Promise<Approval>;
  /** Is told of what goes wrong with the store, each time. What it throws is ignored. */
  readonly onStoreError?: (error: unknown) => void;
  /**
   * Is told of what becomes true otherwise than by counting a call: that somebody is asked to grant more, once for each
   * window, group and sum of grants in this process; and, where the store is in memory, of grants and adjustments. What it throws is
   * ignored.
   */
  readonly onEvent?: (event: BudgetEvent) => void;
  /**
   * Is told of each admitted call whose cost came to be known, how it compares with what was held for it. What it throws
   * is ignored.
   */
  readonly onSettled?: (settled: SettledEstimate) => void;
  /**
   * Is told how many calls, of whatever process that shares the store, held something and were not heard of until their
   * lease ended. What it throws is ignored.
   */
  readonly onExpired?: (leases: number) => void;
  /** Is told, each time, when the store says that it has lost what was spent. What it throws is ignored. */
  readonly onDataLost?: () => void;
  /**
   * Is told when a call has left events in a store that several processes share, for `deliverBudgetEvents` to take. What
   * it throws is ignored.
   */
  readonly onEventsStored?: () => void;
}

type Defaulted =
  | "unpriced"
  | "onStoreFailure"
  | "onDataLoss"
  | "leaseMs"
  | "onExpiry"
  | "onStoreError"
  | "onEventsStored"
  | "onSettled"
  | "onEvent"
  | "onDataLost";

/** {@link BudgetGuardOptions} with everything decided that admission asks for. */
export type GuardSettings = BudgetGuardOptions & Required<Pick<BudgetGuardOptions, Defaulted>>;

/** What a guard says of a call. */
export interface GuardVerdict {
  /** What was decided; in mode `shadow` what would have been. */
  readonly decision: "admitted" | "rerouted" | "clamped" | "refused";
  /** Budgets that brought it about. */
  readonly budgets: readonly string[];
  readonly edit?: CallEdit | undefined;
  readonly refusal?: RefusalDetails | undefined;
}
