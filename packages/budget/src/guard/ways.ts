// SPDX-License-Identifier: Apache-2.0
import type { ActingThreshold } from "./admission-plan.ts";
import type { TouchedBudget } from "./holds.ts";

/** What a budget can do for a call that does not fit, other than refuse it. */
export type Way = Exclude<ActingThreshold["action"], "block">;

/** A way to go next, and the budgets whose way it is. */
export interface NextWay {
  readonly way: Way;
  readonly items: readonly TouchedBudget[];
}

/** In which order a budget that allows several goes them: nobody is bothered while the call can be made to fit. */
const ORDER: readonly Way[] = ["reroute", "clamp", "escalate"];
/** Where budgets differ the last of these goes first. */
const STRICTNESS: readonly Way[] = ["clamp", "reroute", "escalate"];

/**
 * Decides what comes next for a call that some budgets refused: the strictest of what each of them would do.
 *
 * @param isOpen - Whether a budget can go a way with this call, and it has not been gone.
 * @returns `undefined` when some budget has no way left: it blocks, and nothing is stricter.
 */
export function nextWay(
  failing: readonly TouchedBudget[],
  isOpen: (item: TouchedBudget, way: Way) => boolean,
): NextWay | undefined {
  const wanted = failing.map((item) => {
    const allowed = new Set(item.admission.acting.map(({ action }) => action));
    return { item, way: ORDER.find((way) => allowed.has(way) && isOpen(item, way)) };
  });
  if (wanted.some(({ way }) => way === undefined)) return undefined;
  const strictest = STRICTNESS.findLast((way) => wanted.some((each) => each.way === way));
  return strictest && { way: strictest, items: wanted.filter(({ way }) => way === strictest).map(({ item }) => item) };
}
