// SPDX-License-Identifier: Apache-2.0
import type { OutcomeEvent } from "@outlay/budget";

import type { OutcomeAlertEvent } from "./event.ts";
import { windowOf } from "./from-budget.ts";

/** Renders successes that have become too dear as an alert. Pure. */
export function alertFromOutcomeEvent({ key, atMs, status, limitUsd, channels }: OutcomeEvent): OutcomeAlertEvent {
  const { usdPerSuccess, interval } = status;
  return {
    key,
    type: "outcome.success_too_dear",
    severity: "warning",
    atMs,
    channels,
    data: {
      outcome: status.outcome,
      group: status.group,
      window: windowOf(status),
      limit_usd: limitUsd,
      outcomes: status.outcomes,
      successes: status.successes,
      unlabelled_share: status.unlabelledShare,
      unknown_calls: status.unknownCalls,
      ...(usdPerSuccess !== undefined && { usd_per_success: usdPerSuccess }),
      ...(interval !== undefined && { interval }),
    },
  };
}
