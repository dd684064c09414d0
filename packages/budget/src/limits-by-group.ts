// SPDX-License-Identifier: Apache-2.0
import type { LimitOverride } from "./definition.ts";
import { groupFromKey, isNamedValue } from "./group.ts";
import type { Dimension } from "./group.ts";
import { compileMatch } from "./match.ts";

/** Groups whose limit is remembered; forgotten all together when there are this many. */
const MAX_REMEMBERED = 1_000;

/** One of a budget's other limits, in the budget's own numbers. */
export interface PlannedOverride<Plan> {
  readonly match: LimitOverride["match"];
  readonly plan: Plan;
}

/**
 * Says what limit a group has: that of the first override that fits its values, or the budget's own.
 *
 * A group without a value, and the one shared by groups without room, fit none: an override is for somebody by name.
 */
export function planByGroup<Plan>(
  own: () => Plan,
  overrides: readonly PlannedOverride<Plan>[],
  dimensions: readonly Dimension[],
): (key: string) => Plan {
  if (overrides.length === 0) return own;
  const compiled = overrides.map(({ match, plan }) => ({ fits: compileMatch(match), plan }));
  const remembered = new Map<string, Plan>();
  return (key) => {
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const values = Object.entries(groupFromKey(dimensions, key)).filter(([, value]) => isNamedValue(value));
    const group = Object.fromEntries(values);
    const plan = compiled.find(({ fits }) => fits(group))?.plan ?? own();
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, plan);
    return plan;
  };
}
