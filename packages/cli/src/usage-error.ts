// SPDX-License-Identifier: Apache-2.0

/** Something wrong with what the command was given: its message names key, value and what was expected. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
