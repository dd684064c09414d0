// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall } from "../analyzed-call.ts";

/** Some calls and what they cost. */
export interface CallTotal {
  readonly calls: number;
  /** pico-USD over the calls whose price is known. */
  readonly picoUsd: number;
  readonly unpricedCalls: number;
}

/** Adds up calls. */
export class CallSum {
  calls = 0;
  picoUsd = 0;
  unpricedCalls = 0;

  add({ cost }: Pick<AnalyzedCall, "cost">): void {
    this.calls += 1;
    if (cost.status === "unpriced") this.unpricedCalls += 1;
    else this.picoUsd += cost.totalPicoUsd;
  }

  addTotal(other: CallTotal): void {
    this.calls += other.calls;
    this.picoUsd += other.picoUsd;
    this.unpricedCalls += other.unpricedCalls;
  }

  clear(): void {
    this.calls = 0;
    this.picoUsd = 0;
    this.unpricedCalls = 0;
  }

  total(): CallTotal {
    return { calls: this.calls, picoUsd: this.picoUsd, unpricedCalls: this.unpricedCalls };
  }
}
