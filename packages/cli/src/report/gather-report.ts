// SPDX-License-Identifier: Apache-2.0
import { createTotals } from "@outlay/analysis";
import type { Totals } from "@outlay/analysis";
import type { SpanFacts } from "@outlay/core";
import type { PriceEngine } from "@outlay/pricing";

import { BillReader } from "../otlp/bill-reader.ts";
import type { Unbilled } from "../otlp/bill-reader.ts";
import { readSpanSource } from "../otlp/read-span-files.ts";
import type { SpanSource } from "../otlp/span-sources.ts";
import type { DamageReason } from "../otlp/span-sink.ts";
import { REPORT_SECTIONS } from "./report-sections.ts";
import type { ReportTable } from "./report-table.ts";
import { spendTables } from "./spend-section.ts";

/** Damages of one file that are told one by one. */
const MOST_TOLD = 5;

/** One file that was read. */
export interface ReadFile {
  readonly name: string;
  readonly spans: number;
  /** Lines, texts and pieces that were left out. */
  readonly leftOut: number;
  /** The first of them. */
  readonly firstLeftOut: readonly { readonly line: number; readonly reason: DamageReason }[];
}

/** What spans tell of the money that was spent. */
export interface Report {
  readonly generatedAtMs: number;
  /** Of the prices of calls that had no cost on their spans. */
  readonly tableVersion: string;
  readonly files: readonly ReadFile[];
  readonly unbilled: Unbilled;
  readonly totals: Pick<Totals, "all" | "span">;
  readonly tables: readonly ReportTable[];
}

/** What a report is made of and with. */
export interface ReportRequest {
  readonly sources: readonly SpanSource[];
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly prices: PriceEngine;
  /** Rows of a table. */
  readonly most: number;
  readonly nowMs: number;
  /** Is told how many bytes of files were read. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Reads spans and folds them into a report, in memory that does not grow with them.
 *
 * @throws {UsageError} If a source cannot be read.
 */
export async function gatherReport(request: ReportRequest): Promise<Report> {
  const { sources, stdin, prices, most, nowMs, onBytes } = request;
  const totals = createTotals({ maxCalls: most });
  const sections = REPORT_SECTIONS.map((make) => make({ prices, most }));
  const bills = new BillReader(prices);
  const files: ReadFile[] = [];
  const takeSpan = (span: SpanFacts): void => {
    const call = bills.read(span);
    for (const section of sections) section.span?.(span);
    if (call === undefined) return;
    totals.add(call);
    for (const section of sections) section.call?.(call);
  };
  for (const source of sources) {
    const file = {
      name: source.name,
      spans: 0,
      leftOut: 0,
      firstLeftOut: [] as { line: number; reason: DamageReason }[],
    };
    files.push(file);
    await readSpanSource(source, stdin, {
      takesHalves: true,
      ...(onBytes && { onBytes }),
      onDamage(line, reason) {
        file.leftOut += 1;
        if (file.firstLeftOut.length < MOST_TOLD) file.firstLeftOut.push({ line, reason });
      },
      onSpans(spans) {
        file.spans += spans.length;
        // Children end before their parents, whatever order they are written in.
        for (const span of spans.sort((one, other) => one.endTimeMs - other.endTimeMs)) takeSpan(span);
      },
    });
  }
  const tables = [...spendTables(totals, most), ...sections.flatMap((section) => section.tables())];
  const { tableVersion } = prices;
  return { generatedAtMs: nowMs, tableVersion, files, unbilled: bills.unbilled, totals, tables };
}
