// SPDX-License-Identifier: Apache-2.0
import type { BreakerTrip } from "@outlay/budget";

import type { BreakerAlertEvent } from "./event.ts";

/** Longest text taken over from a call, in characters. */
const MAX_TEXT_LENGTH = 128;
/** Tools named at most. */
const MAX_TOOLS = 8;

/**
 * Renders a breaker that tripped as an alert. Pure.
 *
 * @param atMs - When it tripped, epoch milliseconds.
 */
export function alertFromBreakerTrip(trip: BreakerTrip, atMs: number): BreakerAlertEvent {
  const { breaker, rule, limit, observed, action, loop, channels } = trip;
  const scope = trip.scope.slice(0, MAX_TEXT_LENGTH);
  return {
    // Once per scope and rule, whoever sees it; again after an approval, which the number tells apart.
    key: JSON.stringify(["breaker", breaker, rule, scope, observed]),
    type: "breaker.tripped",
    severity: action === "block" ? "error" : "warning",
    atMs,
    channels,
    data: {
      breaker,
      rule,
      scope,
      limit,
      observed,
      action,
      ...(loop && { tools: loop.tools.slice(0, MAX_TOOLS).map((tool) => tool.slice(0, MAX_TEXT_LENGTH)) }),
    },
  };
}
