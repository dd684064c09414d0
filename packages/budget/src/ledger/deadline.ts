// SPDX-License-Identifier: Apache-2.0
import { LedgerStoreError } from "./store-error.ts";

/**
 * Waits for an answer no longer than it may take, whatever the client behind it does: some wait for ever. An answer
 * that comes later is dropped.
 *
 * @param keepsProcess - Whether the process is kept alive for the answer, because somebody waits for it.
 * @throws {LedgerStoreError} When there is none in time.
 */
export async function withDeadline<Value>(
  ask: () => Promise<Value>,
  timeoutMs: number,
  keepsProcess = false,
): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new LedgerStoreError("timeout", `no answer in ${timeoutMs} ms`)), timeoutMs);
  if (!keepsProcess) timer.unref();
  try {
    return await Promise.race([ask(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
