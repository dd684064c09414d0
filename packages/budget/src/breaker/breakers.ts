// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall } from "../call.ts";
import { groupKeyOf, SCOPE_DIMENSIONS } from "../group.ts";
import { compileMatch } from "../match.ts";
import type { CallAttributes } from "../match.ts";
import { durationMsFrom } from "../window.ts";
import type { RepeatedCall } from "./call-key.ts";
import { CostRate } from "./cost-rate.ts";
import type { BreakerDefinition } from "./definition.ts";
import { findLoop } from "./find-loop.ts";
import type { Loop } from "./find-loop.ts";
import { breakersOrThrow } from "./parse-breakers.ts";
import { beginWait, elapsedMs, endWait, forgive, newScopeRecord } from "./scope-record.ts";
import type { ScopeRecord } from "./scope-record.ts";

/** A call that asks breakers whether to go on. */
export interface BreakerCall {
  readonly attributes: CallAttributes;
  readonly traceId?: string | undefined;
  /** How many agents it is inside of. */
  readonly agentDepth?: number | undefined;
  /** Rounds of tool calls in the conversation so far, oldest first. Called only when a breaker asks. */
  toolRounds?(): readonly (readonly RepeatedCall[])[];
}

/** What a breaker goes by. */
export type BreakerRule =
  | "max_model_calls"
  | "max_tool_calls"
  | "max_retries"
  | "max_elapsed"
  | "max_depth"
  | "cost_rate"
  | "repeat"
  | "stopped";

/** A breaker that tripped. */
export interface BreakerTrip {
  readonly breaker: string;
  readonly rule: BreakerRule;
  /** What was allowed: calls, milliseconds, agents, times, rounds. */
  readonly limit: number;
  readonly observed: number;
  /** The tools that take turns, of the rule `repeat`. */
  readonly loop?: Loop | undefined;
  /** Trace, session or run that it stopped. */
  readonly scope: string;
  readonly action: "block" | "alert";
  readonly channels: readonly string[];
  /** True the first time this is said of the scope, until somebody approves. */
  readonly isFirst: boolean;
}

/** Breakers in force. */
export interface Breakers {
  /** Asks before a model call. @returns What tripped, strictest first; empty when the call may go. */
  admit(call: BreakerCall): readonly BreakerTrip[];
  /** Takes note of a call that was made. */
  record(call: BreakerRecord): void;
  /**
   * Lets a scope go on after somebody looked: half-open, what happened so far is forgiven, and the same again trips again.
   *
   * @param scope - As the trip names it.
   */
  approve(breaker: string, scope: string): void;
  /**
   * Leaves out of elapsed time what a scope waits for a person. Waits side by side are one.
   *
   * @returns Ends the wait; once.
   */
  wait(work: Pick<BreakerCall, "attributes" | "traceId">): () => void;
}

/** A call that was made. */
export interface BreakerRecord extends BudgetCall {
  /** Tool calls that the model asked for. */
  readonly toolCalls?: number | undefined;
  /** Times the SDK sent it again. */
  readonly resends?: number | undefined;
  readonly failed?: boolean | undefined;
}

/** What breakers take from their surroundings. */
export interface BreakersOptions {
  /** Milliseconds by a clock that never jumps. @defaultValue `performance.now` */
  readonly now?: () => number;
}

/** Traces, sessions and runs remembered by each breaker; the ones quiet longest are forgotten first. */
const MAX_SCOPES = 50_000;
const RUNGS = { observe: 2, block: 3, stop: 6 } as const;

/**
 * Makes breakers of definitions.
 *
 * @throws {TypeError} If a definition is wrong, naming every key and value.
 */
export function createBreakers(
  definitions: readonly BreakerDefinition[],
  { now = () => performance.now() }: BreakersOptions = {},
): Breakers {
  const breakers = breakersOrThrow(definitions).map((definition) => new Breaker(definition));
  return {
    admit: (call) => {
      const trips = breakers.flatMap((breaker) => breaker.admit(call, now()));
      return trips.length < 2 ? trips : trips.sort((left) => (left.action === "block" ? -1 : 1));
    },
    record(call) {
      for (const breaker of breakers) breaker.record(call, now());
    },
    approve(name, scope) {
      for (const breaker of breakers) if (breaker.name === name) breaker.approve(scope, now());
    },
    wait(work) {
      const ends = breakers.flatMap((breaker) => breaker.wait(work, now()) ?? []);
      return () => {
        for (const end of ends.splice(0)) end(now());
      };
    },
  };
}

class Breaker {
  readonly name: string;
  readonly #definition: BreakerDefinition;
  readonly #matches: (attributes: CallAttributes) => boolean;
  readonly #scopes = new Map<string, ScopeRecord>();
  readonly #costRate: CostRate | undefined;
  readonly #maxElapsedMs: number | undefined;

  constructor(definition: BreakerDefinition) {
    this.name = definition.name;
    this.#definition = definition;
    this.#matches = compileMatch(definition.match);
    this.#costRate = definition.costRate === undefined ? undefined : new CostRate(definition.costRate);
    this.#maxElapsedMs = definition.maxElapsed === undefined ? undefined : durationMsFrom(definition.maxElapsed);
  }

  admit(call: BreakerCall, nowMs: number): BreakerTrip[] {
    const scope = this.#scopeOf(call);
    if (scope === undefined) return [];
    const record = this.#open(scope, nowMs);
    record.modelCalls += 1;
    const trips = [...this.#countTrips(record, call, nowMs, scope), ...this.#repeatTrip(record, call, scope)];
    if (record.stopped && !trips.some(({ action }) => action === "block")) {
      trips.push(this.#trip("stopped", 0, 0, scope, record));
    }
    // What is refused is not made: it must not use up what the scope may do.
    if (trips.some(({ action }) => action === "block")) record.modelCalls -= 1;
    return trips;
  }

  record(call: BreakerRecord, nowMs: number): void {
    const scope = this.#scopeOf(call);
    if (scope === undefined || call.ending === "unsent") return;
    const record = this.#open(scope, nowMs);
    record.toolCalls += call.toolCalls ?? 0;
    record.retries = call.failed === true ? record.retries + 1 + (call.resends ?? 0) : 0;
    this.#costRate?.add(nowMs, call.costNanoUsd ?? 0);
  }

  approve(scope: string, nowMs: number): void {
    const record = this.#scopes.get(scope);
    if (record !== undefined) forgive(record, nowMs, record.lastRounds);
  }

  /** Whatever the breaker matches: nobody knows of a wait which model is asked next. */
  wait(work: Pick<BreakerCall, "attributes" | "traceId">, nowMs: number): ((nowMs: number) => void) | undefined {
    const scope = groupKeyOf([SCOPE_DIMENSIONS[this.#definition.scope ?? "trace"]], work);
    const record = scope === undefined ? undefined : this.#scopes.get(scope);
    if (record === undefined) return undefined;
    beginWait(record, nowMs);
    return (endMs) => endWait(record, endMs);
  }

  #countTrips(record: ScopeRecord, call: BreakerCall, nowMs: number, scope: string): BreakerTrip[] {
    const { forgiven } = record;
    const { maxModelCalls, maxToolCalls, maxRetries, maxDepth, costRate } = this.#definition;
    const rows: readonly (readonly [BreakerRule, number | undefined, number])[] = [
      ["max_model_calls", maxModelCalls, record.modelCalls - forgiven.modelCalls],
      ["max_tool_calls", maxToolCalls, record.toolCalls - forgiven.toolCalls],
      ["max_retries", maxRetries, record.retries],
      ["max_elapsed", this.#maxElapsedMs, elapsedMs(record, nowMs)],
      ["max_depth", maxDepth, call.agentDepth ?? 0],
      ["cost_rate", costRate?.times, this.#costRate?.exceeded(nowMs) ?? 0],
    ];
    return rows
      .filter(([, limit, observed]) => limit !== undefined && observed > limit)
      .map(([rule, limit = 0, observed]) => this.#trip(rule, limit, observed, scope, record));
  }

  #repeatTrip(record: ScopeRecord, call: BreakerCall, scope: string): BreakerTrip[] {
    const { repeat } = this.#definition;
    const loop = repeat === undefined ? undefined : findLoop(call.toolRounds?.() ?? [], repeat);
    const rounds = loop?.rounds ?? 0;
    // Something new happened since the approval: what it forgave is over.
    if (rounds < record.forgiven.rounds) record.forgiven = { ...record.forgiven, rounds: 0 };
    record.lastRounds = rounds;
    const counted = rounds - record.forgiven.rounds;
    const { observe, block, stop } = { ...RUNGS, ...repeat?.sameCall };
    if (loop === undefined || counted < Math.min(observe, block, stop)) return [];
    if (counted >= stop) record.stopped = true;
    const trip = this.#trip("repeat", block, rounds, scope, record, loop);
    return [counted < Math.min(block, stop) ? { ...trip, action: "alert" } : trip];
  }

  #trip(
    rule: BreakerRule,
    limit: number,
    observed: number,
    scope: string,
    record: ScopeRecord,
    loop?: Loop,
  ): BreakerTrip {
    const { action = "block", alert = [] } = this.#definition.onTrip ?? {};
    const isFirst = !record.told.has(rule);
    record.told.add(rule);
    return { breaker: this.name, rule, limit, observed, loop, scope, action, channels: [alert].flat(), isFirst };
  }

  /** A call outside any trace, session or run is in no scope. */
  #scopeOf({ attributes, traceId }: Pick<BreakerCall, "attributes" | "traceId">): string | undefined {
    if (!this.#matches(attributes)) return undefined;
    return groupKeyOf([SCOPE_DIMENSIONS[this.#definition.scope ?? "trace"]], { attributes, traceId });
  }

  #open(scope: string, nowMs: number): ScopeRecord {
    const known = this.#scopes.get(scope);
    const record = known ?? newScopeRecord(nowMs);
    if (known !== undefined) this.#scopes.delete(scope);
    const [oldest] = this.#scopes.keys();
    if (oldest !== undefined && this.#scopes.size >= MAX_SCOPES) this.#scopes.delete(oldest);
    this.#scopes.set(scope, record);
    return record;
  }
}
