// SPDX-License-Identifier: Apache-2.0
import { MAX_LIMIT_USD, nanoUsdFromDecimal } from "./amount.ts";
import type { BudgetDefinition, BudgetLimit, LimitOverride } from "./definition.ts";
import { isWholeNumber, readList, readObject } from "./fields.ts";
import type { Field, Report } from "./fields.ts";
import { readMatch } from "./parse-common.ts";

/** They are tried one after another. */
const MAX_OVERRIDES = 256;

/** Reads how much is allowed. */
export function readLimit(field: Field, report: Report, used: string): BudgetLimit | undefined {
  const { usd, tokens, calls } = readObject(field, ["usd", "tokens", "calls"], report) ?? {};
  const [only, second] = [usd, tokens, calls].filter((amount) => amount !== undefined);
  if (only === undefined || second !== undefined) return report(field, "exactly one of usd, tokens, calls", used);
  const { value } = only;
  if (only === usd) {
    const isAmount =
      (typeof value === "number" || typeof value === "string") && nanoUsdFromDecimal(value) !== undefined;
    const expected = `USD from 0 to ${MAX_LIMIT_USD} with at most nine decimals, as a number or a decimal string`;
    return isAmount ? { usd: value } : report(only, expected, used);
  }
  if (!isWholeNumber(value, 0, Number.MAX_SAFE_INTEGER)) return report(only, "a whole number from 0", used);
  return only === tokens ? { tokens: value } : { calls: value };
}

/** Reads the limits of some groups. One that is wrong is no reason to hold its group to the limit of the others. */
export function readOverrides(field: Field, report: Report, used: string): readonly LimitOverride[] | undefined {
  const given = Array.isArray(field.value) ? field.value.length : MAX_OVERRIDES + 1;
  if (given > MAX_OVERRIDES)
    return report(field, `a list of at most ${MAX_OVERRIDES} objects with match and limit`, used);
  const overrides = readList(field, (item) => readOverride(item, report, used), report) ?? [];
  return overrides.length === given ? overrides : undefined;
}

function readOverride(field: Field, report: Report, used: string): LimitOverride | undefined {
  const { match, limit } = readObject(field, ["match", "limit"], report) ?? {};
  if (match === undefined || limit === undefined) return report(field, "an object with match and limit", used);
  const [groups, amount] = [readMatch(match, report, used), readLimit(limit, report, used)];
  return groups === undefined || amount === undefined ? undefined : { match: groups, limit: amount };
}

/** Tells whether overrides fit the budget: a limit belongs to a group, and is counted in the budget's unit. */
export function fitOverrides(budget: BudgetDefinition, field: Field, report: Report, used: string): boolean {
  const { overrides = [], groupBy = [], limit } = budget;
  const [unit = ""] = Object.keys(limit);
  let isFit = true;
  for (const [index, override] of overrides.entries()) {
    const names = Object.keys(override.match);
    if (names.length === 0 || names.some((name) => !groupBy.includes(name))) {
      const place = { path: [...field.path, index, "match"], value: override.match };
      report(place, `attributes of groupBy: ${groupBy.join(", ") || "there are none"}`, used);
      isFit = false;
    }
    if (!(unit in override.limit)) {
      report({ path: [...field.path, index, "limit"], value: override.limit }, `${unit}, the unit of the budget`, used);
      isFit = false;
    }
  }
  return isFit;
}
