// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "../call.ts";
import type { BudgetDefinition } from "../definition.ts";
import type { GrantNote } from "../grant-event.ts";
import type { BudgetEvent } from "../event.ts";
import { groupKeyFromGroup } from "../group.ts";
import { boundedStore } from "../ledger/bounded-store.ts";
import type {
  CounterRef,
  CounterState,
  Eventually,
  GrantOutcome,
  LedgerStore,
  Settlement,
  SettleOutcome,
} from "../ledger/ledger-store.ts";
import { createMemoryStore } from "../ledger/memory-store.ts";
import { definitionsOrThrow } from "../parse.ts";
import type { BudgetPlan } from "../plan.ts";
import { quietly } from "../quietly.ts";
import type { BudgetOverview } from "../status.ts";
import { Admission } from "./admission.ts";
import type { AdmittedCall } from "./admission.ts";
import { planAdmission } from "./admission-plan.ts";
import type { AdmissionPlan } from "./admission-plan.ts";
import { run } from "./eventually.ts";
import { FinalCalls } from "./final-calls.ts";
import type { BudgetGuardOptions, GuardSettings, GuardVerdict } from "./guard-options.ts";
import type { GuardedCall } from "./guarded-call.ts";
import { touchedBudgets } from "./holds.ts";
import { readStatus, readSummary } from "./ledger-status.ts";
import type { HeldBudgetStanding } from "./ledger-status.ts";
import { Questions, tellGrant } from "./grants.ts";
import { settledCharge, settledEstimate } from "./settle-amount.ts";

/** Counts calls in budgets and tells where these stand: a tracker in this process, or a guard with its store. */
export interface BudgetCounter {
  record(call: BudgetCall): Eventually<readonly BudgetEvent[]>;
  summary(): Eventually<readonly BudgetOverview[]>;
  /** Gives back what is held for a call that is counted under another id: the same call, seen twice. */
  cancel?(id: string): void;
}

/** A change of one group of a budget, by an amount, done once for its id; with a note of who did it, and why. */
export type Correction = [
  budget: string,
  group: Readonly<Record<string, string>>,
  amount: number,
  id: string,
  note?: GrantNote,
];

/** Holds calls to their budgets before they are made, and counts them afterwards. */
export interface BudgetGuard extends BudgetCounter {
  /** Whether refusals and edits are acted on, or only told of. */
  readonly mode: "enforce" | "shadow";
  /**
   * Asks all budgets that a call touches, and holds what it can cost in all of them or in none.
   *
   * At once where the store is in memory. Never throws or rejects for what a store does.
   *
   * @returns `undefined` when no budget acts on the call.
   */
  admit(call: GuardedCall): Eventually<GuardVerdict | undefined>;
  /**
   * Counts a call that was made, admitted or not, and settles what was held for it. Never throws or rejects.
   *
   * @returns What became true by this call, each once. Nothing where processes share the store: what they are told of is
   * in its outbox, from where `deliverBudgetEvents` takes it.
   */
  record(call: BudgetCall): Eventually<readonly BudgetEvent[]>;
  /** Gives back what was held for a call that is certain not to have reached a provider. */
  cancel(id: string): void;
  /**
   * Raises a budget's cap for a group's current window.
   *
   * @param amount - In the budget's unit, nano-USD for USD.
   * @param id - Granting twice under one id grants once.
   * @param note - Who granted, and why, for whoever is told of it.
   * @throws {RangeError} If there is no budget of that name, or the amount is not a whole number above zero.
   */
  grant(...correction: Correction): Eventually<CounterState>;
  /**
   * Corrects what a group has spent in its current window, up or down. It is told of where it has a note.
   *
   * @throws {RangeError} If there is no budget of that name, or the amount is not a whole number.
   */
  adjust(...correction: Correction): Eventually<CounterState>;
  /**
   * Tells where budgets stand in their current windows; rejects when the store does not answer.
   *
   * @param budget - Name of one; all when left out.
   * @param group - Values by attribute name, of one group; all groups when left out.
   */
  status(budget?: string, group?: Readonly<Record<string, string>>): Eventually<readonly HeldBudgetStanding[]>;
  /** Calls admitted and not yet settled. */
  readonly liveCalls: number;
  /** Tells whether a call is one of them. */
  isLive(id: string): boolean;
  close(): Eventually<void>;
}

const DEFAULT_LEASE_MS = 600_000;
/** Longer than stores take that have a timeout of their own. */
const STORE_TIMEOUT_MS = 10_000;
/** Past it the calls admitted first are given up; their leases expire. */
const MAX_LIVE_CALLS = 100_000;
const NO_EVENTS: readonly BudgetEvent[] = Object.freeze([]);

/**
 * Makes a guard over budgets.
 *
 * @throws {TypeError} If a definition is wrong: a wrong limit must not run.
 */
export function createBudgetGuard(
  definitions: readonly BudgetDefinition[],
  options: BudgetGuardOptions = {},
): BudgetGuard {
  return new LedgerGuard(definitions, options);
}

class LedgerGuard implements BudgetGuard {
  readonly mode: "enforce" | "shadow";
  readonly #admissions: readonly AdmissionPlan[];
  /** Those that a call touches only when it has ended. */
  readonly #ofFindings: readonly AdmissionPlan[];
  readonly #settings: GuardSettings;
  readonly #store: LedgerStore;
  readonly #now: () => number;
  readonly #finals = new FinalCalls();
  readonly #questions: Questions;
  readonly #live = new Map<string, AdmittedCall>();

  constructor(definitions: readonly BudgetDefinition[], options: BudgetGuardOptions) {
    this.#admissions = definitionsOrThrow(definitions).map(planAdmission);
    this.#ofFindings = this.#admissions.filter(({ plan }) => plan.counts !== undefined);
    this.#now = options.now ?? Date.now;
    const { store = createMemoryStore({ now: this.#now }), storeTimeoutMs = STORE_TIMEOUT_MS } = options;
    this.#store = boundedStore(store, storeTimeoutMs, quietly(options.onExpired));
    this.mode = options.mode ?? "enforce";
    this.#settings = {
      unpriced: "block",
      onStoreFailure: "allow",
      onDataLoss: "block",
      leaseMs: DEFAULT_LEASE_MS,
      onExpiry: "charge_estimate",
      ...options,
      onStoreError: quietly(options.onStoreError),
      onEventsStored: quietly(options.onEventsStored),
      onEvent: quietly(options.onEvent),
      onDataLost: quietly(options.onDataLost),
      onSettled: quietly(options.onSettled),
    };
    this.#questions = new Questions(this.#now, this.mode === "enforce" ? this.#settings.onEvent : undefined);
  }

  get liveCalls(): number {
    return this.#live.size;
  }

  isLive(id: string): boolean {
    return this.#live.has(id);
  }

  admit(call: GuardedCall): Eventually<GuardVerdict | undefined> {
    const touched = touchedBudgets(this.#admissions, call, this.#now());
    if (touched.every(({ admission }) => admission.acting.length === 0)) return undefined;
    const touchedAt = (asking: GuardedCall, atMs: number): typeof touched =>
      touchedBudgets(this.#admissions, asking, atMs);
    const scene = {
      settings: this.#settings,
      store: this.#store,
      finals: this.#finals,
      touchedAt,
      questions: this.#questions,
    };
    const asked = run(new Admission(scene, call, touched).decide());
    const keep = ({ verdict, admitted }: Awaited<typeof asked>): GuardVerdict => {
      if (admitted !== undefined) this.#remember(call.id, admitted);
      return verdict;
    };
    return asked instanceof Promise ? asked.then(keep) : keep(asked);
  }

  record(call: BudgetCall): Eventually<readonly BudgetEvent[]> {
    const admitted = call.id === undefined ? undefined : this.#live.get(call.id);
    if (call.id !== undefined) this.#live.delete(call.id);
    if (call.ending === "unsent") return NO_EVENTS;
    const estimate = settledEstimate(call, admitted?.bound);
    if (estimate !== undefined) this.#settings.onSettled(estimate);
    const settlement = this.#settlementOf(call, admitted);
    return settlement.charges.length === 0 ? NO_EVENTS : this.#settle(settlement);
  }

  cancel(id: string): void {
    const admitted = this.#live.get(id);
    this.#live.delete(id);
    if (admitted?.isHeld !== true) return;
    const { onStoreError } = this.#settings;
    try {
      const released = this.#store.release(admitted.reservationId);
      if (released instanceof Promise) released.catch(onStoreError);
    } catch (error) {
      onStoreError(error);
    }
  }

  grant(...[budget, group, amount, id, note]: Correction): Eventually<CounterState> {
    if (!(Number.isSafeInteger(amount) && amount > 0)) {
      throw new RangeError(`grant of budget ${JSON.stringify(budget)}: expected a whole number above 0, got ${amount}`);
    }
    return this.#told(this.#store.grant(id, this.#counterOf(budget, group), amount, note));
  }

  adjust(...[budget, group, amount, id, note]: Correction): Eventually<CounterState> {
    if (!Number.isSafeInteger(amount)) {
      throw new RangeError(`adjustment of budget ${JSON.stringify(budget)}: expected a whole number, got ${amount}`);
    }
    return this.#told(this.#store.adjust(id, this.#counterOf(budget, group), amount, note));
  }

  status(budget?: string, group?: Readonly<Record<string, string>>): Eventually<readonly HeldBudgetStanding[]> {
    const plans = this.#plans.filter(({ name }) => budget === undefined || name === budget);
    return readStatus(this.#store, plans, this.#now(), group);
  }

  summary(): Eventually<readonly BudgetOverview[]> {
    return readSummary(this.#store, this.#plans, this.#now());
  }

  close(): Eventually<void> {
    return this.#store.close();
  }

  get #plans(): readonly BudgetPlan[] {
    return this.#admissions.map(({ plan }) => plan);
  }

  #remember(id: string, admitted: AdmittedCall): void {
    const [oldest] = this.#live.keys();
    if (oldest !== undefined && this.#live.size >= MAX_LIVE_CALLS) this.#live.delete(oldest);
    this.#live.set(id, admitted);
  }

  #settlementOf(call: BudgetCall, admitted: AdmittedCall | undefined): Settlement {
    const id = call.id ?? crypto.randomUUID();
    const { attributes, traceId, model, findings } = call;
    const asked = admitted === undefined ? this.#admissions : this.#ofFindings;
    const touched = touchedBudgets(asked, { id, attributes, traceId, findings }, this.#startOf(call));
    const charges = [...(admitted?.touched ?? []), ...touched].map(({ counter }) => ({
      counter,
      charge: settledCharge(counter.plan, call, admitted?.bound),
    }));
    return { id: admitted?.reservationId ?? id, charges, traceId, model };
  }

  /** A start that is no time, or in the future, is now. */
  #startOf({ atMs }: BudgetCall): number {
    const nowMs = this.#now();
    return atMs > 0 && atMs <= nowMs ? atMs : nowMs;
  }

  #settle(settlement: Settlement): Eventually<readonly BudgetEvent[]> {
    const failed = (error: unknown): readonly BudgetEvent[] => {
      this.#settings.onStoreError(error);
      return NO_EVENTS;
    };
    const told = ({ kind, events }: SettleOutcome): readonly BudgetEvent[] => {
      if (kind === "data_lost") this.#settings.onDataLost();
      if (this.#store.reach === "thread") return events;
      if (events.length > 0) this.#settings.onEventsStored();
      return NO_EVENTS;
    };
    try {
      const settled = this.#store.settle(settlement);
      return settled instanceof Promise ? settled.then(told).catch(failed) : told(settled);
    } catch (error) {
      return failed(error);
    }
  }

  #told(corrected: Eventually<GrantOutcome>): Eventually<CounterState> {
    const told = (outcome: GrantOutcome): CounterState => tellGrant(this.#store, this.#settings, outcome);
    return corrected instanceof Promise ? corrected.then(told) : told(corrected);
  }

  #counterOf(budget: string, group: Readonly<Record<string, string>>): CounterRef {
    const plan = this.#admissions.find((admission) => admission.plan.name === budget)?.plan;
    if (plan === undefined) throw new RangeError(`no budget is named ${JSON.stringify(budget)}`);
    const key = groupKeyFromGroup(plan.dimensions, group);
    return { plan: plan.planOf(key), window: plan.windowAt(this.#now()), key };
  }
}
