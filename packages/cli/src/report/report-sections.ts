// SPDX-License-Identifier: Apache-2.0
import { cacheSection } from "./cache-section.ts";
import { outcomeSection } from "./outcome-section.ts";
import type { SectionMaker } from "./report-section.ts";
import { toolSection } from "./tool-section.ts";

/** What a report has beside sums of spend, in the order in which it is shown. */
export const REPORT_SECTIONS: readonly SectionMaker[] = [cacheSection, toolSection, outcomeSection];
