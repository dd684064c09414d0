// SPDX-License-Identifier: Apache-2.0
import type { BudgetEvent } from "../../src/event.ts";
import type {
  CounterRef,
  CounterState,
  Hold,
  ReserveOutcome,
  Settlement,
  SettleOutcome,
} from "../../src/ledger/ledger-store.ts";

const DAY_MS = 86_400_000;

interface Entry extends CounterRef {
  readonly spent: number;
  readonly calls: number;
  readonly unknownCalls: number;
  readonly granted: number;
  /** The call in whose name it was assumed. */
  readonly assumedFor?: string;
}

interface Call {
  state: "active" | "expired" | "settled" | "released";
  readonly createdMs: number;
  expiresAtMs: number;
  readonly holds: readonly Hold[];
}

/** A ledger that is nothing but a log, added up anew for every question. */
export class Oracle {
  nowMs: number;
  readonly said: string[] = [];
  #log: Entry[] = [];
  readonly #calls = new Map<string, Call>();
  readonly #groups = new Map<string, Set<string>>();
  readonly #latched = new Map<string, number>();
  readonly #applied = new Set<string>();
  readonly #maxLeaseAgeMs: number;

  constructor(nowMs: number, maxLeaseAgeMs: number) {
    this.nowMs = nowMs;
    this.#maxLeaseAgeMs = maxLeaseAgeMs;
  }

  reserve(id: string, holds: readonly Hold[], leaseMs: number): ReserveOutcome {
    this.#expire();
    const states = (): CounterState[] => holds.map(({ counter }) => this.state(counter));
    const known = this.#calls.get(id);
    if (known !== undefined) {
      const expiresAtMs = known.state === "active" ? known.expiresAtMs : this.nowMs;
      return { kind: "held", expiresAtMs, states: states() };
    }
    if (holds.some(({ counter: { window } }) => window.startMs > this.nowMs || window.endMs <= this.nowMs)) {
      return { kind: "outside_window", storeNowMs: this.nowMs };
    }
    const failing = [...holds.keys()].filter((index) => {
      const hold = holds[index];
      const state = states()[index];
      if (hold === undefined || state === undefined) return true;
      const allowed = hold.cap + state.granted;
      return allowed === 0 || state.spent + state.held + hold.amount > allowed;
    });
    if (failing.length > 0) return { kind: "denied", failing, states: states() };
    const expiresAtMs = this.nowMs + Math.min(leaseMs, this.#maxLeaseAgeMs);
    const resolved = holds.map((hold) => ({ ...hold, counter: this.#open(hold.counter) }));
    this.#calls.set(id, { state: "active", createdMs: this.nowMs, expiresAtMs, holds: resolved });
    return { kind: "held", expiresAtMs, states: states() };
  }

  settle(
    id: string,
    charges: Settlement["charges"],
    model: string,
  ): Omit<SettleOutcome, "events"> & { readonly said: string[] } {
    const known = this.#calls.get(id);
    const states = (): CounterState[] => charges.map(({ counter }) => this.state(counter));
    const from = this.said.length;
    if (known?.state === "settled") {
      this.#expire();
      return { kind: "repeated", states: states(), late: [], said: [] };
    }
    this.#log = this.#log.filter((entry) => entry.assumedFor !== id);
    this.#calls.set(id, { createdMs: 0, expiresAtMs: 0, holds: [], ...known, state: "settled" });
    const late: number[] = [];
    for (const [index, { counter, charge }] of charges.entries()) {
      const { amount, calls } = charge;
      if (!this.#isKept(counter)) {
        late.push(index);
        continue;
      }
      const open = this.#open(counter);
      const unknownCalls = amount === undefined ? calls : 0;
      this.#log.push({ ...open, spent: amount ?? 0, calls, unknownCalls, granted: 0 });
      this.#cross(open);
      const period = open.plan.lookbackMs > 0 ? "rolling" : open.window.key;
      if (amount === undefined) this.#say(`${open.plan.ledgerKey} ${period} unknown ${model}`, open, "unknown_amount");
      if (open.key === "" && counter.key !== "")
        this.#say(`${open.plan.ledgerKey} ${period} full`, open, "groups_overflowed");
    }
    const said = this.said.slice(from);
    this.#expire();
    return { kind: "settled", states: states(), late, said };
  }

  release(id: string): void {
    const call = this.#calls.get(id);
    if (call?.state === "active" && call.expiresAtMs > this.nowMs) call.state = "released";
    this.#expire();
  }

  extend(id: string, leaseMs: number): void {
    this.#expire();
    const call = this.#calls.get(id);
    if (call?.state === "active")
      call.expiresAtMs = Math.min(this.nowMs + leaseMs, call.createdMs + this.#maxLeaseAgeMs);
  }

  adjust(kind: "adjust" | "grant", id: string, counter: CounterRef, amount: number): CounterState {
    this.#expire();
    if (!this.#isKept(counter)) return ZERO;
    const open = this.#open(counter);
    const name = `${kind} ${id} ${counterName(open)}`;
    if (!this.#applied.has(name)) {
      this.#applied.add(name);
      const [spent, granted] = kind === "adjust" ? [amount, 0] : [0, amount];
      this.#log.push({ ...open, spent, calls: 0, unknownCalls: 0, granted });
      if (kind === "adjust") this.#cross(open);
      else this.said.push(`${counterName(open)} granted ${this.state(open).spent}`);
    }
    return this.state(counter);
  }

  read(counter: CounterRef): CounterState {
    this.#expire();
    return this.state(counter);
  }

  /** What there is, without looking for what has ended. */
  state(counter: CounterRef): CounterState {
    if (!this.#isKept(counter)) return ZERO;
    const name = counterName(this.#resolve(counter));
    const live = this.#log.filter((entry) => counterName(entry) === name && this.#isCounted(entry));
    const active = [...this.#calls.values()].filter(({ state }) => state === "active").flatMap(({ holds }) => holds);
    return {
      spent: sum(live.map(({ spent }) => spent)),
      held: sum(active.filter((hold) => counterName(hold.counter) === name).map(({ amount }) => amount)),
      granted: sum(live.map(({ granted }) => granted)),
      calls: sum(live.map(({ calls }) => calls)),
      unknownCalls: sum(live.map(({ unknownCalls }) => unknownCalls)),
    };
  }

  #expire(): void {
    const ended = [...this.#calls].filter(([, call]) => call.state === "active" && call.expiresAtMs <= this.nowMs);
    const inOrder = ended.toSorted(([idA, a], [idB, b]) => a.expiresAtMs - b.expiresAtMs || (idA < idB ? -1 : 1));
    for (const [id, call] of inOrder) {
      call.state = "expired";
      for (const { counter, expiryAmount } of call.holds) {
        if (expiryAmount === 0 || !this.#isKept(counter)) continue;
        this.#log.push({ ...counter, spent: expiryAmount, calls: 1, unknownCalls: 0, granted: 0, assumedFor: id });
        this.#cross(counter);
      }
    }
  }

  #cross(counter: CounterRef): void {
    const { spent } = this.state(counter);
    const crossed = counter.plan.thresholds.filter(({ amount, label }) => {
      const name = `${counterName(counter)} ${label}`;
      const at = this.#latched.get(name);
      const isLatched =
        at !== undefined && (counter.plan.lookbackMs === 0 || at + counter.plan.lookbackMs > this.nowMs);
      if (spent < amount || isLatched) return false;
      this.#latched.set(name, this.nowMs);
      return true;
    });
    if (crossed.length > 0)
      this.said.push(
        `${counterName(counter)} ${crossed
          .map(({ fraction }) => fraction)
          .toReversed()
          .join()} ${spent}`,
      );
  }

  #say(once: string, counter: CounterRef, kind: BudgetEvent["kind"]): void {
    if (this.#applied.has(once)) return;
    this.#applied.add(once);
    this.said.push(`${counterName(counter)} ${kind} ${this.state(counter).spent}`);
  }

  #isKept({ plan, window }: CounterRef): boolean {
    return window.endMs + (plan.lookbackMs || DAY_MS) > this.nowMs;
  }

  #isCounted({ plan, window }: CounterRef): boolean {
    return plan.lookbackMs === 0 || window.endMs + plan.lookbackMs > this.nowMs;
  }

  #resolve(counter: CounterRef): CounterRef {
    const groups = this.#groups.get(periodName(counter)) ?? new Set();
    const hasRoom = groups.has(counter.key) || groups.size < counter.plan.maxGroups;
    return hasRoom ? counter : { ...counter, key: "" };
  }

  #open(counter: CounterRef): CounterRef {
    const resolved = this.#resolve(counter);
    const name = periodName(counter);
    this.#groups.set(name, (this.#groups.get(name) ?? new Set()).add(resolved.key));
    return resolved;
  }
}

const ZERO: CounterState = { spent: 0, held: 0, granted: 0, calls: 0, unknownCalls: 0 };

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function periodName({ plan, window }: CounterRef): string {
  return `${plan.name} ${plan.lookbackMs > 0 ? "rolling" : window.key}`;
}

function counterName(counter: CounterRef): string {
  return `${periodName(counter)} ${counter.key}`;
}

/** An event the way the oracle says it. */
export function saidBy(event: BudgetEvent, lookbackMs: number): string {
  const [budget, windowKey, ...rest] = JSON.parse(event.key) as string[];
  const key = "thresholdsCrossed" in event ? (rest[0] ?? "") : Object.values(event.group).join("");
  const what = "thresholdsCrossed" in event ? event.thresholdsCrossed.join() : event.kind;
  return `${budget} ${lookbackMs > 0 ? "rolling" : windowKey} ${key === "(other)" ? "" : key} ${what} ${event.spent}`;
}
