// SPDX-License-Identifier: Apache-2.0
import { cacheSection } from "./cache-section.ts";
import { contextSection } from "./context-section.ts";
import { outcomeSection } from "./outcome-section.ts";
import type { SectionMaker } from "./report-section.ts";
import { sessionSection } from "./session-section.ts";
import { toolSection } from "./tool-section.ts";
import { wasteSection } from "./waste-section.ts";

/** What a report has beside sums of spend, in the order in which it is shown. */
export const REPORT_SECTIONS: readonly SectionMaker[] = [
  cacheSection,
  sessionSection,
  contextSection,
  wasteSection,
  toolSection,
  outcomeSection,
];
