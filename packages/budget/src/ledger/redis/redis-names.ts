// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import type { BudgetPlan } from "../../plan.ts";
import { isScope } from "../../window.ts";
import type { Window } from "../../window.ts";
import { LATE_MS } from "../../window-table.ts";
import { storedPlan } from "../event-record.ts";
import type { CounterRef } from "../ledger-store.ts";

/** Longest part of a key that is written as it is. */
const MAX_PLAIN_LENGTH = 96;
const DAY_MS = 86_400_000;
/** A counter without an end lives this long after it was last touched: nothing in the store lives for ever. */
const LIFETIME_MS = 400 * DAY_MS;
const SCOPE_MS = 7 * DAY_MS;

/** What the scripts are told of a budget; worked out once. */
export interface NamedPlan {
  /** Of what is stored of it. */
  readonly id: string;
  readonly stored: string;
  /** Of its counters. */
  readonly ledger: string;
  readonly isRolling: boolean;
  readonly lookback: string;
  /** Empty where there is no most. */
  readonly maxGroups: string;
  /** Smallest sum at which something can become true; empty where nothing can. */
  readonly firstThreshold: string;
  /** How long an untouched counter lives, in milliseconds; 0 when it ends with its window. */
  readonly slidingMs: number;
}

/** Builds the keys of one ledger. Whatever group or id is in them, no two are the same and none leaves its hash tag. */
export class RedisNames {
  readonly prefix: string;
  readonly #maxLeaseAgeMs: number;
  readonly #plans = new WeakMap<BudgetPlan, NamedPlan>();

  constructor(prefix: string, maxLeaseAgeMs: number) {
    this.prefix = prefix;
    this.#maxLeaseAgeMs = maxLeaseAgeMs;
  }

  get meta(): string {
    return `${this.prefix}:meta`;
  }

  plan(plan: BudgetPlan): NamedPlan {
    const known = this.#plans.get(plan);
    if (known !== undefined) return known;
    const stored = storedPlan(plan);
    const named: NamedPlan = {
      id: digest(stored),
      stored,
      ledger: digest(plan.ledgerKey),
      isRolling: plan.lookbackMs > 0,
      lookback: String(plan.lookbackMs),
      maxGroups: isScope(plan.window) ? "" : String(plan.maxGroups),
      firstThreshold: firstThresholdOf(plan),
      slidingMs: this.#slidingMs(plan),
    };
    this.#plans.set(plan, named);
    return named;
  }

  /** Keys of a counter, of the one shared by groups without room, and of the index of groups. */
  counter({ plan, window, key }: CounterRef): readonly [own: string, other: string, index: string] {
    const period = this.#period(plan, window);
    return [`${this.prefix}:c:${period}:${plain(key)}`, `${this.prefix}:c:${period}:`, this.index(plan, window)];
  }

  index(plan: BudgetPlan, window: Window): string {
    return `${this.prefix}:g:${this.#period(plan, window)}`;
  }

  /** Key of what was said of a budget in a window. */
  said(plan: BudgetPlan, window: Window): string {
    return `${this.prefix}:s:${this.#period(plan, window)}`;
  }

  id(id: string): string {
    return plain(id);
  }

  /** Plan, window key, start, end, group: what an event says of its place. */
  place({ plan, window, key }: CounterRef): string[] {
    return [this.plan(plan).id, window.key, finite(window.startMs), finite(window.endMs), key];
  }

  /** Tile, until when it is kept, lookback, length of a tile, most groups. */
  reach({ plan, window }: CounterRef): string[] {
    const { isRolling, lookback, maxGroups } = this.plan(plan);
    const tileMs = window.endMs - window.startMs;
    return [
      isRolling ? String(window.startMs / tileMs) : "",
      finite(window.endMs + (isRolling ? plan.lookbackMs : LATE_MS)),
      lookback,
      isRolling ? String(tileMs) : "0",
      maxGroups,
    ];
  }

  /** When a counter may be forgotten (an instant), or how long it lives untouched (a length). */
  life({ plan, window }: CounterRef): string {
    const { slidingMs } = this.plan(plan);
    return String(slidingMs > 0 ? slidingMs : window.endMs + LATE_MS + this.#maxLeaseAgeMs);
  }

  #slidingMs(plan: BudgetPlan): number {
    if (plan.window === "lifetime") return LIFETIME_MS;
    if (isScope(plan.window)) return Math.max(SCOPE_MS, 2 * this.#maxLeaseAgeMs);
    // Longer than any call that holds something in it.
    return plan.lookbackMs > 0 ? 2 * plan.lookbackMs + this.#maxLeaseAgeMs : 0;
  }

  #period(plan: BudgetPlan, window: Window): string {
    const { ledger, isRolling } = this.plan(plan);
    return `${ledger}:${isRolling ? "rolling" : window.key}`;
  }
}

/** What depends on time can become true at any sum. */
function firstThresholdOf({ thresholds, forecasts, burns }: BudgetPlan): string {
  if (forecasts.length + burns.length > 0) return String(Number.MIN_SAFE_INTEGER);
  return String(thresholds[0]?.amount ?? "");
}

/** Text as it is where it is short and nothing else reads like it, otherwise a digest. */
function plain(text: string): string {
  return text.length <= MAX_PLAIN_LENGTH && !text.startsWith("~") && text.isWellFormed() ? text : `~${digest(text)}`;
}

/** 132 bits of SHA-256: nobody finds two texts with the same. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

function finite(value: number): string {
  return Number.isFinite(value) ? String(value) : "";
}
