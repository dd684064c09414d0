// SPDX-License-Identifier: Apache-2.0
import type { BurnDefinition, ThresholdDefinition, WindowDefinition } from "./definition.ts";
import { readList, readObject } from "./fields.ts";
import type { Field, Report } from "./fields.ts";
import { partsOf, readAlert } from "./parse-threshold.ts";
import { durationMsFrom, isRolling, isScope, nominalMsOf } from "./window.ts";

/** Each is a sum of its own in every counter. */
const MAX_RULES = 8;
const MAX_PARTS = 1_000_000;
const LEFT_OUT = "nothing, the rule is left out";

/** Reads the paces of a budget that are told of; what is wrong in one leaves out that one. */
export function readBurn(field: Field, report: Report): BurnDefinition[] | undefined {
  const rules = readList(field, readRule, report);
  const expected = `a list of at most ${MAX_RULES} rules, each share and time once`;
  if (rules === undefined) return report(field, expected, "no rules");
  const names = rules.map(({ consume, within }) => `${consume} ${within}`);
  const kept = rules.filter((_, index) => names.indexOf(names[index] ?? "") === index).slice(0, MAX_RULES);
  if (kept.length < rules.length) report(field, expected, `the first ${kept.length} that differ`);
  return kept;
}

function readRule(field: Field, report: Report): BurnDefinition | undefined {
  const { consume, within, alert } = readObject(field, ["consume", "within", "alert"], report) ?? {};
  if (consume === undefined || within === undefined) {
    return report(field, 'an object with consume ("5%" or 0.05) and within ("1h")', LEFT_OUT);
  }
  const parts = partsOf(consume.value);
  if (parts === undefined || parts > MAX_PARTS) {
    return report(consume, 'a share of the limit above 0 and up to 100 %, such as "5%" or 0.05', LEFT_OUT);
  }
  const { value } = within;
  if (typeof value !== "string" || durationMsFrom(value) === undefined) {
    return report(within, 'minutes, hours or days such as "1h"', LEFT_OUT);
  }
  return { consume: parts / MAX_PARTS, within: value, ...readAlert(alert, report) };
}

/** Leaves out the forecasts of a window that has no end to forecast. */
export function keepForecasts(
  thresholds: readonly ThresholdDefinition[],
  window: WindowDefinition,
  field: Field,
  report: Report,
): readonly ThresholdDefinition[] {
  if (typeof window === "object" && "every" in window) return thresholds;
  const kept = thresholds.filter(({ basis }) => basis !== "forecast");
  const expected = "basis: forecast only beside a window with every: day, week, month or quarter";
  if (kept.length < thresholds.length) report(field, expected, "nothing, the forecasts are left out");
  return kept;
}

/** Leaves out the paces that a window is too short for, or that last as long as something nobody knows the length of. */
export function keepPaces(
  rules: readonly BurnDefinition[],
  window: WindowDefinition,
  field: Field,
  report: Report,
): readonly BurnDefinition[] {
  const nominalMs = isScope(window) ? 0 : nominalMsOf(window);
  const kept = rules.filter(({ within }) => (durationMsFrom(within) ?? Number.POSITIVE_INFINITY) <= nominalMs);
  const rolling = isRolling(window) ? `, here ${window.rolling}` : "";
  const expected = isScope(window)
    ? "burn only beside a window of the calendar, a rolling one or lifetime"
    : `within no longer than the window${rolling}`;
  if (kept.length < rules.length) report(field, expected, "nothing, the rules that do not fit are left out");
  return kept;
}
