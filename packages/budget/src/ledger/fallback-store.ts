// SPDX-License-Identifier: Apache-2.0
import type { BudgetPlan } from "../plan.ts";
import type { GrantNote } from "../grant-event.ts";
import { quietly } from "../quietly.ts";
import type { Window } from "../window.ts";
import { LastSeen } from "./last-seen.ts";
import type {
  ClaimedEvent,
  CounterRef,
  CounterState,
  GrantOutcome,
  LedgerStore,
  Reservation,
  ReserveOutcome,
  Settlement,
  SettleOutcome,
} from "./ledger-store.ts";
import { MemoryLedger } from "./memory-ledger.ts";

/** Options of {@link createFallbackStore}. */
export interface FallbackStoreOptions {
  /**
   * While the store does not answer, this process admits calls by itself up to this share of what was left when it was
   * last seen: together, so many processes can spend so many shares. Without it they are for the caller to decide on.
   */
  readonly localShare?: number | undefined;
  /** Settlements kept until the store is back; past it the oldest are lost. @defaultValue `10_000` */
  readonly maxJournal?: number | undefined;
  /** How long the store is left alone after it did not answer. @defaultValue `1_000` */
  readonly retryMs?: number | undefined;
  /** Is told once when the store stops answering, and once when everything kept has been settled. What it throws is ignored. */
  readonly onStateChange?: ((state: "degraded" | "recovered", error: unknown) => void) | undefined;
  /** Is told of a settlement that found no room in the journal. What it throws is ignored. */
  readonly onLoss?: ((settlement: Settlement) => void) | undefined;
  /** The clock, epoch milliseconds. @defaultValue `Date.now` */
  readonly now?: (() => number) | undefined;
}

const MAX_JOURNAL = 10_000;
const RETRY_MS = 1_000;

/**
 * Goes on without a store that does not answer: what was spent is kept and settled when it is back, each once.
 *
 * Replaying begins with the first step that the store answers again; no timer runs.
 */
export function createFallbackStore(store: LedgerStore, options: FallbackStoreOptions = {}): LedgerStore {
  return new FallbackStore(store, options);
}

class FallbackStore implements LedgerStore {
  readonly #store: LedgerStore;
  readonly #options: FallbackStoreOptions;
  readonly #now: () => number;
  readonly #seen = new LastSeen();
  readonly #journal = new Map<string, Settlement>();
  /** Holds of calls that were admitted without the store. */
  #local: MemoryLedger | undefined;
  #isDegraded = false;
  #leftAloneUntilMs = Number.NEGATIVE_INFINITY;

  constructor(store: LedgerStore, options: FallbackStoreOptions) {
    this.#store = store;
    this.#options = {
      ...options,
      onStateChange: quietly(options.onStateChange),
      onLoss: quietly(options.onLoss),
    };
    this.#now = options.now ?? Date.now;
  }

  get reach(): LedgerStore["reach"] {
    return this.#store.reach;
  }

  async reserve(reservation: Reservation): Promise<ReserveOutcome> {
    const share = this.#options.localShare;
    try {
      const outcome = await this.#ask(() => this.#store.reserve(reservation));
      if (outcome.kind === "held" || outcome.kind === "denied") {
        for (const [index, { counter }] of reservation.holds.entries()) this.#seen.note(counter, outcome.states[index]);
      }
      return outcome;
    } catch (error) {
      if (share === undefined || error instanceof RangeError) throw error;
      return this.#reserveLocally(reservation, share);
    }
  }

  async settle(settlement: Settlement): Promise<SettleOutcome> {
    this.#local?.settle(settlement);
    try {
      const outcome = await this.#ask(() => this.#store.settle(settlement));
      for (const [index, { counter }] of settlement.charges.entries()) this.#seen.note(counter, outcome.states[index]);
      return outcome;
    } catch {
      this.#keep(settlement);
      return { kind: "deferred", states: [], late: [], events: [] };
    }
  }

  async release(id: string): Promise<void> {
    this.#local?.release(id);
    await this.#ask(() => this.#store.release(id));
  }

  async extend(ids: readonly string[], leaseMs: number): Promise<void> {
    this.#local?.extend(ids, leaseMs);
    await this.#ask(() => this.#store.extend(ids, leaseMs));
  }

  adjust(id: string, counter: CounterRef, amount: number, note?: GrantNote): Promise<GrantOutcome> {
    return this.#ask(() => this.#store.adjust(id, counter, amount, note));
  }

  grant(id: string, counter: CounterRef, amount: number, note?: GrantNote): Promise<GrantOutcome> {
    return this.#ask(() => this.#store.grant(id, counter, amount, note));
  }

  read(counters: readonly CounterRef[]): Promise<readonly CounterState[]> {
    return this.#ask(() => this.#store.read(counters));
  }

  groups(plan: BudgetPlan, window: Window): Promise<readonly string[]> {
    return this.#ask(() => this.#store.groups(plan, window));
  }

  claimEvents(max: number, leaseMs: number): Promise<readonly ClaimedEvent[]> {
    return this.#ask(() => this.#store.claimEvents(max, leaseMs));
  }

  async extendEvents(ids: readonly string[], leaseMs: number): Promise<void> {
    await this.#ask(() => this.#store.extendEvents(ids, leaseMs));
  }

  async acknowledgeEvents(ids: readonly string[]): Promise<void> {
    await this.#ask(() => this.#store.acknowledgeEvents(ids));
  }

  recover(): Promise<string> {
    return this.#ask(() => this.#store.recover());
  }

  /** Settles what is kept, if the store answers, and closes it. */
  async close(): Promise<void> {
    if (this.#journal.size > 0) await this.#replay().catch(() => undefined);
    await this.#store.close();
  }

  async #ask<Answer>(step: () => Answer | Promise<Answer>): Promise<Answer> {
    const nowMs = this.#now();
    if (this.#isDegraded && nowMs < this.#leftAloneUntilMs)
      throw new Error("The budget store did not answer a moment ago");
    try {
      const answer = await step();
      // Nobody waits for what others have kept.
      if (this.#isDegraded) void this.#replay().catch((error: unknown) => this.#leaveAlone(error));
      return answer;
    } catch (error) {
      if (!(error instanceof RangeError)) this.#leaveAlone(error);
      throw error;
    }
  }

  #leaveAlone(error: unknown): void {
    this.#leftAloneUntilMs = this.#now() + (this.#options.retryMs ?? RETRY_MS);
    if (this.#isDegraded) return;
    this.#isDegraded = true;
    this.#options.onStateChange?.("degraded", error);
  }

  async #replay(): Promise<void> {
    for (const settlement of this.#journal.values()) {
      await this.#store.settle(settlement);
      this.#journal.delete(settlement.id);
    }
    if (!this.#isDegraded || this.#journal.size > 0) return;
    this.#isDegraded = false;
    this.#local = undefined;
    this.#options.onStateChange?.("recovered", undefined);
  }

  #keep(settlement: Settlement): void {
    this.#journal.set(settlement.id, settlement);
    if (this.#journal.size <= (this.#options.maxJournal ?? MAX_JOURNAL)) return;
    const [oldest] = this.#journal.values();
    if (oldest === undefined) return;
    this.#journal.delete(oldest.id);
    this.#options.onLoss?.(oldest);
  }

  #reserveLocally(reservation: Reservation, share: number): ReserveOutcome {
    this.#local ??= new MemoryLedger({ now: this.#now });
    const holds = reservation.holds.map((hold) => ({ ...hold, cap: this.#seen.shareOf(hold, share) }));
    return this.#local.reserve({ ...reservation, holds });
  }
}
