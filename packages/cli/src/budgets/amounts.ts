// SPDX-License-Identifier: Apache-2.0
import { decimalFromNanoUsd } from "@outlay/budget";
import type { BudgetUnit } from "@outlay/budget";

import { formatCount } from "../view/numbers.ts";
import { oneLine } from "../view/text.ts";

/** An amount of a budget, as a person writes it: `$12.50`, `80 calls`. */
export function formatAmount(unit: BudgetUnit, amount: number): string {
  if (unit !== "nanoUsd") return `${formatCount(amount)} ${unit}`;
  return `${amount < 0 ? "-" : ""}$${decimalFromNanoUsd(Math.abs(amount))}`;
}

/** A group in one line: `team.id=a, feature=f`; `all` for a budget without groups. */
export function formatGroup(group: Readonly<Record<string, string>>): string {
  const parts = Object.entries(group).map(([name, value]) => `${oneLine(name)}=${oneLine(value)}`);
  return parts.length === 0 ? "all" : parts.join(", ");
}

/** A share in whole percents. */
export function formatShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}
