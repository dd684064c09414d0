// SPDX-License-Identifier: Apache-2.0

/** What a breaker knows of one trace, session or run. */
export interface ScopeRecord {
  /** By the monotonic clock. */
  readonly startedMs: number;
  modelCalls: number;
  toolCalls: number;
  /** Failed calls and resent requests since the last success. */
  retries: number;
  /** What an approval forgave: counts and rounds start from here. */
  forgiven: { readonly atMs: number; readonly modelCalls: number; readonly toolCalls: number; readonly rounds: number };
  /** Rounds of the loop that the last call was in; 0 when it was in none. */
  lastRounds: number;
  /** Set by the rung `stop`, until somebody approves. */
  stopped: boolean;
  /** Rules that were told of, so that each is told once. */
  readonly told: Set<string>;
}

/** A record of something that begins now. */
export function newScopeRecord(nowMs: number): ScopeRecord {
  return {
    startedMs: nowMs,
    modelCalls: 0,
    toolCalls: 0,
    retries: 0,
    forgiven: { atMs: nowMs, modelCalls: 0, toolCalls: 0, rounds: 0 },
    lastRounds: 0,
    stopped: false,
    told: new Set(),
  };
}

/** Lets a scope go on: what has happened so far no longer counts; the next trip is as far away as the first was. */
export function forgive(record: ScopeRecord, nowMs: number, rounds: number): void {
  const { modelCalls, toolCalls } = record;
  record.forgiven = { atMs: nowMs, modelCalls, toolCalls, rounds };
  record.retries = 0;
  record.stopped = false;
  record.told.clear();
}
