// SPDX-License-Identifier: Apache-2.0
import type { Signal } from "./decode.ts";

/** How the receiver answers one export instead of accepting it. What it answers so is not recorded as received. */
export type Fault = {
  /** @defaultValue the next export of any signal */
  readonly signal?: Signal;
} & (
  | {
      readonly kind: "status";
      readonly status: number;
      /** Header `retry-after`. */
      readonly retryAfterSeconds?: number;
      readonly body?: string;
    }
  /** The connection is reset before any response. */
  | { readonly kind: "reset" }
  /** No response until {@link OtlpReceiver.release}, then the export is accepted. */
  | { readonly kind: "stall" }
  /** Status 200, recorded, with a complaint: `rejected` records and why. */
  | { readonly kind: "partial-success"; readonly rejected: number; readonly message: string }
);

/** The faults still to come, in order. */
export class FaultQueue {
  readonly #faults: Fault[] = [];

  /** Appends faults. */
  push(faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  /** Takes the first fault meant for this signal. */
  take(signal: Signal): Fault | undefined {
    const index = this.#faults.findIndex((fault) => fault.signal === undefined || fault.signal === signal);
    return index === -1 ? undefined : this.#faults.splice(index, 1)[0];
  }
}
