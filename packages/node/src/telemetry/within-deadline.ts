// SPDX-License-Identifier: Apache-2.0

/** Longest that a timer of Node can wait; asked for more, it warns and fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits for work, but no longer than until a deadline; the work itself goes on.
 *
 * @returns What the work came to, or `undefined` if the deadline came first.
 */
export async function withinDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, timeoutMs > 0 ? Math.min(timeoutMs, LONGEST_TIMER_MS) : 0, undefined);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
