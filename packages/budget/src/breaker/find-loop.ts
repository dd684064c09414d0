// SPDX-License-Identifier: Apache-2.0
import { callKey, resultKey } from "./call-key.ts";
import type { RepeatedCall } from "./call-key.ts";
import type { RepeatDefinition } from "./definition.ts";

/** A conversation that has stopped getting anywhere. */
export interface Loop {
  /** How often the most repeated call was made since anything was new, the first time included. */
  readonly rounds: number;
  /** The tools that take turns, in order: one for a call repeated, two or three for a cycle. */
  readonly tools: readonly string[];
}

/**
 * Finds out whether the end of a conversation only repeats what was there before.
 *
 * A round is new when one of its calls was not made before, or had another answer: then everything counts from the
 * beginning. So a poll whose answer changes, a test that is run again after an edit, or ten equal calls in one round are
 * no loop; the same call with the same answer is one, and so are A-B-A-B and A-B-C-A-B-C, however other arguments are
 * ordered. Reads nothing but the request: it holds across processes and restarts, and no state can be reset.
 *
 * @param rounds - Oldest first. A round whose results are still missing is compared by its calls alone.
 * @returns `undefined` as long as the last round was new.
 */
export function findLoop(rounds: readonly (readonly RepeatedCall[])[], repeat: RepeatDefinition): Loop | undefined {
  const seen = new Set<string>();
  const streak = new Map<string, number>();
  let tail: string[] = [];
  for (const round of rounds) {
    const { keys, isNew } = readRound(round, repeat, seen);
    // A round of tools that never count is as if it had not been.
    if (keys.size === 0) continue;
    // What is known already when something new comes starts at one, to be repeated from here.
    if (isNew) for (const known of streak.keys()) streak.set(known, 1);
    for (const key of keys) streak.set(key, isNew ? 1 : (streak.get(key) ?? 1) + 1);
    tail = isNew ? [] : [...tail, ...new Set(round.map(({ name }) => name))];
  }
  if (tail.length === 0) return undefined;
  return { rounds: Math.max(...streak.values()), tools: periodOf(tail) };
}

/** Which calls of a round count, and whether one of them was not seen before; adds what is seen now. */
function readRound(
  round: readonly RepeatedCall[],
  repeat: RepeatDefinition,
  seen: Set<string>,
): { readonly keys: ReadonlySet<string>; readonly isNew: boolean } {
  const keys = new Set<string>();
  let isNew = false;
  for (const call of round) {
    const key = callKey(call, repeat);
    if (key === undefined) continue;
    keys.add(key);
    const outcome = repeat.resultAware === false ? key : `${key}→${resultKey(call, repeat)}`;
    isNew ||= !seen.has(outcome);
    seen.add(outcome);
  }
  return { keys, isNew };
}

/** The shortest sequence that the end is made of. */
function periodOf(names: readonly string[]): readonly string[] {
  for (let length = 1; length < names.length; length += 1) {
    const period = names.slice(-length);
    if (names.every((name, index) => name === period[(index + length - (names.length % length)) % length]))
      return period;
  }
  return names;
}
