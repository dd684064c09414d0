// SPDX-License-Identifier: Apache-2.0
import type { PriceChange, RateChange } from "@outlay/pricing";

import { counted, formatFactor, formatRate } from "../view/numbers.ts";
import { drawTable } from "../view/table.ts";
import type { Cell } from "../view/table.ts";
import { hanging, oneLine } from "../view/text.ts";
import { RATE_TITLES } from "./rate-names.ts";
import type { View } from "./show-view.ts";

/** Two tables and what is different. */
export interface TableDifference {
  readonly before: string;
  readonly after: string;
  readonly changes: readonly PriceChange[];
}

/** Prices seldom move so far: a slip of the pen, or news. */
const SUSPICIOUS_FACTOR = 3;

interface MovedRate extends RateChange {
  readonly change: PriceChange;
  /** How far it moved, up or down; infinite for a rate that came, went, or was free. */
  readonly distance: number;
}

/** Draws rates that moved, farthest first, and below them the names that came, went, or have other conditions. */
export function renderDifference({ before, after, changes }: TableDifference, view: View): string {
  const head = [`before  ${oneLine(before)}`, `after   ${oneLine(after)}`];
  const moved = changes.flatMap(movedRates).toSorted((a, b) => b.distance - a.distance);
  const suspicious = moved.filter(({ distance }) => distance > SUSPICIOUS_FACTOR).length;
  const sections = [
    head,
    movedSection(moved, view),
    nameSection("other conditions (tier, band, region, date, unit)", "conditions", changes, view),
    nameSection("added", "added", changes, view),
    nameSection("removed", "removed", changes, view),
    summary(changes, moved.length, suspicious, view),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function movedRates(change: PriceChange): readonly MovedRate[] {
  return change.rates.map((rate) => ({ ...rate, change, distance: distanceOf(rate) }));
}

function distanceOf({ before, after }: RateChange): number {
  if (before === undefined || after === undefined) return 1;
  if (before === 0 || after === 0) return Infinity;
  return Math.max(before / after, after / before);
}

function movedSection(moved: readonly MovedRate[], { columns, paint }: View): readonly string[] {
  if (moved.length === 0) return [];
  const rows = moved.map(({ change, rate, before, after, distance }): readonly Cell[] => [
    `${change.provider} ${change.id}`,
    RATE_TITLES[rate],
    before === undefined ? "–" : formatRate(before),
    after === undefined ? "–" : formatRate(after),
    factorCell(before, after, distance),
  ]);
  const content = {
    columns: [
      { title: "USD per million tokens", align: "left" as const },
      { title: "rate", align: "left" as const },
      { title: "before", align: "point" as const },
      { title: "after", align: "point" as const },
      { title: "factor", align: "right" as const },
    ],
    rows,
  };
  return drawTable(content, columns, paint);
}

function factorCell(before: number | undefined, after: number | undefined, distance: number): Cell {
  if (before === undefined) return { role: "plain", text: "new" };
  if (after === undefined) return { role: "plain", text: "gone" };
  const text = movedWords(before, after);
  if (distance > SUSPICIOUS_FACTOR) return { role: "bad", text: `! ${text}` };
  return { role: after > before ? "warning" : "good", text };
}

function movedWords(before: number, after: number): string {
  if (after === 0) return "now free";
  return before === 0 ? "was free" : `× ${formatFactor(after / before)}`;
}

function nameSection(
  title: string,
  kind: PriceChange["kind"],
  changes: readonly PriceChange[],
  { columns, paint }: View,
): readonly string[] {
  const byProvider = Map.groupBy(
    changes.filter((change) => change.kind === kind),
    ({ provider }) => provider,
  );
  if (byProvider.size === 0) return [];
  const lines = [...byProvider].map(([provider, some]) =>
    hanging(`  ${provider}: `, some.map(({ id }) => oneLine(id)).join(", "), columns),
  );
  return [paint("strong", title), ...lines];
}

function summary(
  changes: readonly PriceChange[],
  moved: number,
  suspicious: number,
  { paint }: View,
): readonly string[] {
  if (changes.length === 0) return ["No price is different."];
  const of = (kind: PriceChange["kind"]): number => changes.filter((change) => change.kind === kind).length;
  const line = `${counted(moved, "rate")} moved, ${of("added")} names added, ${of("removed")} removed, ${of("conditions")} with other conditions`;
  if (suspicious === 0) return [line];
  return [
    line,
    paint("bad", `! ${counted(suspicious, "rate")} moved more than ${SUSPICIOUS_FACTOR}×: look at the published page`),
  ];
}
