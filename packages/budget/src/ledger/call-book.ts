// SPDX-License-Identifier: Apache-2.0
import { LATE_MS } from "../window-table.ts";
import type { Lease } from "./lease.ts";

/**
 * Ids of ended calls that are remembered at least, to tell a repetition; at most twice as many. They fit the processor's
 * cache: with eight times as many, every step waits for memory.
 */
const MAX_IDS = 8_192;
/** Leases that ended unheard of and are kept to be corrected. */
const MAX_ENDED = 65_536;

/** Where a call stands: running, ended without a word (its lease is kept to be corrected), or done with. */
export type CallStanding = Lease | "settled" | "released";

/**
 * Calls by id, and those whose lease has ended. One look-up a step and nothing to keep sorted: leases are in a list by
 * age, which is searched only when one of them may have ended.
 */
export class CallBook {
  #young = new Map<string, CallStanding>();
  #old = new Map<string, CallStanding>();
  #newest: Lease | undefined;
  /** No lease ends before. */
  #earliestMs = Number.POSITIVE_INFINITY;

  get(id: string): CallStanding | undefined {
    const young = this.#young.get(id);
    return young === undefined && this.#old.size > 0 ? this.#old.get(id) : young;
  }

  start(lease: Lease): void {
    this.#put(lease.id, lease);
    lease.older = this.#newest;
    if (this.#newest !== undefined) this.#newest.newer = lease;
    this.#newest = lease;
    this.#earliestMs = Math.min(this.#earliestMs, lease.expiresAtMs);
  }

  /**
   * Closes a call, whatever it was; nobody holds anything in its name any more.
   *
   * @param known - What {@link get} has just told of it.
   */
  end(id: string, known: CallStanding | undefined, standing: "settled" | "released"): void {
    if (typeof known === "object" && known.isRunning) this.#unlink(known);
    this.#put(id, standing);
  }

  move(lease: Lease, expiresAtMs: number): void {
    lease.expiresAtMs = expiresAtMs;
    this.#earliestMs = Math.min(this.#earliestMs, expiresAtMs);
  }

  /** Takes out the leases that have ended, the first to end first, then by id: in every store the same order. */
  takeEnded(nowMs: number): readonly Lease[] {
    if (nowMs < this.#earliestMs) return NONE;
    const ended: Lease[] = [];
    this.#earliestMs = Number.POSITIVE_INFINITY;
    for (let lease = this.#newest; lease !== undefined; lease = lease.older) {
      if (lease.expiresAtMs <= nowMs) ended.push(lease);
      else this.#earliestMs = Math.min(this.#earliestMs, lease.expiresAtMs);
    }
    for (const lease of ended) this.#unlink(lease);
    return ended.sort((left, right) => left.expiresAtMs - right.expiresAtMs || (left.id < right.id ? -1 : 1));
  }

  #put(id: string, standing: CallStanding): void {
    if (this.#young.size >= MAX_IDS) {
      const dropped = this.#old;
      this.#old = this.#young;
      this.#young = new Map();
      for (const [one, kept] of dropped) if (this.#isNeeded(kept)) this.#old.set(one, kept);
    }
    this.#young.set(id, standing);
  }

  /** Running leases always, and ended ones for as long as a settlement can come. */
  #isNeeded(standing: CallStanding): boolean {
    if (typeof standing === "string") return false;
    const nowMs = this.#newest?.createdMs ?? Number.NEGATIVE_INFINITY;
    return standing.isRunning || (standing.expiresAtMs + LATE_MS > nowMs && this.#old.size < MAX_IDS + MAX_ENDED);
  }

  #unlink(lease: Lease): void {
    const { older, newer } = lease;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    if (older !== undefined) older.newer = newer;
    lease.older = undefined;
    lease.newer = undefined;
    lease.isRunning = false;
  }
}

const NONE: readonly never[] = [];
