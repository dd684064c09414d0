// SPDX-License-Identifier: Apache-2.0
import type { AnalyzedCall } from "@outlay/analysis";
import type { SpanFacts } from "@outlay/core";
import type { PriceEngine } from "@outlay/pricing";

import type { ReportTable } from "./report-table.ts";

/**
 * A part of a report: takes what is read, and has tables of it in the end. Its memory is bounded, however much is read.
 *
 * To put an analyzer into the report, write a section that feeds it and list it in `report-sections.ts`.
 */
export interface ReportSection {
  /** Every billed call, once, right after its span. */
  call?(call: AnalyzedCall): void;
  /** Every span, calls and others. */
  span?(span: SpanFacts): void;
  tables(): readonly ReportTable[];
}

/** What sections are made with. */
export interface SectionOptions {
  readonly prices: PriceEngine;
  /** Rows of a table; what is beyond is summed up. */
  readonly most: number;
}

/** Makes a section that has seen nothing yet. */
export type SectionMaker = (options: SectionOptions) => ReportSection;
