// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

/** One way in which calls could have been made otherwise. */
export interface Scenario {
  readonly name: string;
  /**
   * What the call would have been, summaries and other calls that it would have needed included.
   *
   * Called once for each call, in the order in which they were made: a scenario may remember what it has changed.
   *
   * @returns `undefined` for a call that it leaves as it is; `"unknown"` for one that it cannot tell of, which is then
   *   taken as it was and counted.
   */
  rewrite(operation: Operation): readonly Operation[] | undefined | "unknown";
  /** Whether answers would have been another model's: then a price alone decides nothing. */
  readonly changesModel?: boolean;
}
