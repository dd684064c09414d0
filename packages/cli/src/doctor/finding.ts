// SPDX-License-Identifier: Apache-2.0

/** One thing that the doctor looked at. */
export interface Finding {
  /**
   * - `good`: as it should be.
   * - `info`: neither good nor bad.
   * - `warning`: works, but probably not as meant.
   * - `wrong`: does not work; decides the exit code.
   */
  readonly level: "good" | "info" | "warning" | "wrong";
  /** What was found, in a sentence without a full stop; what to do about it where something is to be done. */
  readonly text: string;
}

/** Findings about one part of the setup. */
export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}
