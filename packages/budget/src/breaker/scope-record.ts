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
  /** Waits for people that go on, side by side, and when the first of them began. */
  waits: number;
  waitingSinceMs: number;
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
    waits: 0,
    waitingSinceMs: 0,
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

/** Milliseconds that count: without waits for people. */
export function elapsedMs({ forgiven, waits, waitingSinceMs }: ScopeRecord, nowMs: number): number {
  return (waits > 0 ? waitingSinceMs : nowMs) - forgiven.atMs;
}

/** A wait for a person begins. */
export function beginWait(record: ScopeRecord, nowMs: number): void {
  if (record.waits === 0) record.waitingSinceMs = nowMs;
  record.waits += 1;
}

/** A wait for a person is over. */
export function endWait(record: ScopeRecord, nowMs: number): void {
  record.waits -= 1;
  if (record.waits > 0) return;
  // What was forgiven meanwhile is forgiven already.
  const waitedMs = nowMs - Math.max(record.waitingSinceMs, record.forgiven.atMs);
  record.forgiven = { ...record.forgiven, atMs: record.forgiven.atMs + waitedMs };
}
