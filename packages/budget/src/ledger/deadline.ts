// SPDX-License-Identifier: Apache-2.0
import { LedgerStoreError } from "./store-error.ts";

/**
 * Waits for an answer no longer than it may take, whatever the client behind it does: some wait for ever. An answer
 * that comes later is dropped. The timer keeps no process alive.
 *
 * @throws {LedgerStoreError} When there is none in time.
 */
export async function withDeadline<Value>(ask: () => Promise<Value>, timeoutMs: number): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new LedgerStoreError("timeout", `no answer in ${timeoutMs} ms`)), timeoutMs);
  timer.unref();
  try {
    return await Promise.race([ask(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
