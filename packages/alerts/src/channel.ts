// SPDX-License-Identifier: Apache-2.0
import type { AlertEvent } from "./event.ts";

/** How one attempt to deliver an alert ended. */
export type DeliveryOutcome =
  | { readonly status: "delivered" }
  | {
      readonly status: "retry";
      /** For operators; never holds a URL, a secret or anything a receiver wrote. */
      readonly reason: string;
      /** The receiver asked for this long a wait, in milliseconds. */
      readonly afterMs?: number;
      /** The receiver is overloaded: nothing else is sent to it during the wait either. */
      readonly isThrottled?: boolean;
    }
  | { readonly status: "disabled"; readonly reason: string };

/** What a channel is given for one attempt. */
export interface DeliveryAttempt {
  /** Aborted when the attempt has taken too long. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

/**
 * A way to tell people or machines. It renders an event and sends it once: queues, deadlines and retries are the
 * dispatcher's.
 */
export interface AlertChannel {
  /** Unique; what `alert` in a budget's threshold names. */
  readonly name: string;
  /** Is told of every alert, named or not. */
  readonly isAlways: boolean;
  /** How long alerts about other groups of the same are waited for, to be told together. @defaultValue 0: each at once */
  readonly groupWaitMs?: number;
  /** Wants to be told when what was told is over. @defaultValue false */
  readonly resolves?: boolean;
  /**
   * Sends one alert. Anything thrown counts as an attempt that failed.
   *
   * @returns The outcome: at once for a channel that does not wait for anybody.
   */
  deliver(event: AlertEvent, attempt: DeliveryAttempt): DeliveryOutcome | Promise<DeliveryOutcome>;
}

/** The outcome of an attempt that succeeded. */
export const DELIVERED: DeliveryOutcome = Object.freeze({ status: "delivered" });
