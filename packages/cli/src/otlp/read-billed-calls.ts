// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall } from "@outlay/analysis";
import type { PriceEngine } from "@outlay/pricing";

import type { CommandIo } from "../command-io.ts";
import { BillReader } from "./bill-reader.ts";
import { readSpanFiles } from "./read-span-files.ts";

/**
 * The billed calls of recorded spans, each once, with the cost that is on its span or by the prices of its time.
 *
 * @throws {UsageError} If a file cannot be read.
 */
export async function* readBilledCalls(
  names: readonly string[],
  prices: PriceEngine,
  io: Pick<CommandIo, "cwd" | "stdin" | "stderr">,
): AsyncGenerator<AnalyzedCall> {
  const bills = new BillReader(prices);
  for await (const span of readSpanFiles(names, io)) {
    const call = bills.read(span);
    if (call !== undefined) yield call;
  }
}
