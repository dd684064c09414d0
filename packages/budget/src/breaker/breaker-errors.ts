// SPDX-License-Identifier: Apache-2.0
import type { BreakerRule, BreakerTrip } from "./breakers.ts";

const BRAND = Symbol.for("@outlay/budget/trip@1");

/** What a program finds on the error of a call that a breaker stopped, whichever SDK's error class it extends. */
export interface BreakerRefusal extends Error {
  readonly name: "BreakerTrippedError";
  readonly code: "breaker_tripped";
  /** Retry loops of SDKs and frameworks know 402 as final. */
  readonly status: 402;
  readonly retryable: false;
  readonly isRetryable: false;
  readonly trip: BreakerTrip;
}

/** Tells an error of a breaker from the SDK's own, whichever copy of this package made it. */
export function isBreakerRefusal(error: unknown): error is BreakerRefusal {
  return typeof error === "object" && error !== null && Reflect.get(error, BRAND) === true;
}

/** Name, message and properties of the error that a stopped call rejects with. */
export function breakerRefusal(trip: BreakerTrip): {
  readonly name: string;
  readonly message: string;
  readonly fields: Readonly<Record<string | symbol, unknown>>;
} {
  return {
    name: "BreakerTrippedError",
    message: `Outlay breaker "${trip.breaker}": ${MESSAGES[trip.rule](trip)}. The call was not sent; \`approve\` lets ${trip.scope} go on.`,
    fields: {
      [BRAND]: true,
      code: "breaker_tripped",
      status: 402,
      retryable: false,
      isRetryable: false,
      trip,
    },
  };
}

const MESSAGES: Readonly<Record<BreakerRule, (trip: BreakerTrip) => string>> = {
  max_model_calls: ({ limit }) => `more than ${limit} model calls`,
  max_tool_calls: ({ limit, observed }) => `${observed} tool calls, ${limit} allowed`,
  max_retries: ({ limit, observed }) => `${observed} failed or resent calls in a row, ${limit} allowed`,
  max_elapsed: ({ limit, observed }) => `running for ${seconds(observed)}, ${seconds(limit)} allowed`,
  max_depth: ({ limit, observed }) => `${observed} agents inside each other, ${limit} allowed`,
  cost_rate: ({ limit, observed }) => `spending ${observed.toFixed(1)} times what is usual, ${limit} times allowed`,
  repeat: ({ loop, observed }) => `${(loop?.tools ?? []).join(" → ")} came ${observed} times in a row to nothing new`,
  stopped: () => "stopped before, and nobody has approved since",
};

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1_000)} s`;
}
