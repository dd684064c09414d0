// SPDX-License-Identifier: Apache-2.0

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Waits between attempts, in milliseconds: six attempts over two and a half hours, while the process lives. */
export const DEFAULT_RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
];

/** Share of a wait that chance adds or takes, so that processes that failed together do not come back together. */
const JITTER = 0.2;

/**
 * Chooses the wait before the next attempt, in milliseconds; `undefined` when there is none.
 *
 * @param attempts - Attempts made so far.
 * @param afterMs - Wait the receiver asked for; never shortened.
 * @param random - From 0 to 1.
 */
export function retryDelayMs(
  delaysMs: readonly number[],
  attempts: number,
  afterMs: number | undefined,
  random: number,
): number | undefined {
  const delayMs = delaysMs[attempts - 1];
  if (delayMs === undefined) return undefined;
  return Math.max(Math.round(delayMs * (1 - JITTER + 2 * JITTER * random)), afterMs ?? 0);
}
