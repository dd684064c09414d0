// SPDX-License-Identifier: Apache-2.0
import { withinDeadline } from "./within-deadline.ts";

/** Longest that a signal waits for telemetry before the process goes. */
const SIGNAL_DEADLINE_MS = 2_000;
const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * Sends what is buffered when the program has nothing left to do, or is told to stop.
 *
 * A signal that nobody else listens to ends the process as it would have without us, after the flush or the
 * deadline. `process.exit()` leaves no time for anything: what it cuts off is lost, as with every SDK.
 *
 * @param flush - Must not reject.
 */
export function flushAtExit(flush: () => Promise<unknown>): void {
  process.once("beforeExit", () => void flush());
  for (const signal of SIGNALS) process.once(signal, () => void flushThenLeave(signal, flush));
}

async function flushThenLeave(signal: NodeJS.Signals, flush: () => Promise<unknown>): Promise<void> {
  const alone = process.listenerCount(signal) === 0;
  const flushed = flush();
  if (!alone) return;
  await withinDeadline(flushed, SIGNAL_DEADLINE_MS);
  process.kill(process.pid, signal);
}
