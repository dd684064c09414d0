// SPDX-License-Identifier: Apache-2.0

/** What the exit code of every command means. */
export const EXIT = {
  /** Done, and nothing to complain about. */
  OK: 0,
  /** Done, and something was found: no price, a mistake in a file, a setup that cannot work. */
  FOUND: 1,
  /** Not done: wrong arguments, or a file that cannot be read. */
  USAGE: 2,
} as const;
