// SPDX-License-Identifier: Apache-2.0
import { endOpenStreams, reportProblem } from "@outlay/core";

import { runningOutlay } from "./running-outlay.ts";
import { registeredParts } from "./telemetry/app-provider.ts";
import { flushProviders } from "./telemetry/flush-providers.ts";
import { withinDeadline } from "./telemetry/within-deadline.ts";

const TIMEOUT_MS = 2_000;

/** Options of {@link flush}. */
export interface FlushOptions {
  /** Longest that it takes; what is not sent by then stays buffered or on its way. @defaultValue 2000 */
  readonly timeoutMs?: number;
  /**
   * Ends calls whose streams are still open, as `abandoned`. For hosts that serve one request at a time, where nobody is
   * left to read them: it ends those of all requests. @defaultValue false
   */
  readonly endStreams?: boolean;
}

/**
 * Sends spans, metrics, log events and alerts that are buffered, for hosts that freeze or stop a process as soon as it has
 * answered, such as AWS Lambda: call it before you answer.
 *
 * It flushes what the preload started, and the SDK that the program has registered. Never throws and never rejects.
 *
 * @returns Whether it was done in time and nothing is known to be undelivered; failed exports of metrics are not known.
 */
export async function flush(options: FlushOptions = {}): Promise<boolean> {
  try {
    const { timeoutMs = TIMEOUT_MS, endStreams = false } = options;
    return (await withinDeadline(deliver(endStreams), timeoutMs)) ?? false;
  } catch (error) {
    reportProblem("node.flush", error);
    return false;
  }
}

function deliver(endStreams: boolean): Promise<boolean> {
  if (endStreams) endOpenStreams(0, Date.now());
  return runningOutlay()?.deliver() ?? flushProviders(Object.values(registeredParts()));
}
