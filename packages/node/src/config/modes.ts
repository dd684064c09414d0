// SPDX-License-Identifier: Apache-2.0
import type { Mode, OutlayConfig } from "./outlay-config.ts";
import type { Finding } from "./problem.ts";

/** What becomes of the mode that was asked for. */
export interface AdmittedMode {
  readonly mode: Mode;
  readonly findings: readonly Finding[];
  /** What the program must not start with. */
  readonly fatal: readonly Finding[];
}

/** Sections of the file that decide what a limit is and whether it holds. */
const DECISIVE = /^(?:mode|budgets|breakers|routes|estimate|lease|store|pricing\.unpriced)\b/;

/**
 * Decides whether the program can be held to what it asked for: the only place that knows.
 *
 * A program that asks for hard limits must not run without them because of a slip of the pen: whatever is wrong with
 * the mode, a limit, or the file as a whole is then fatal.
 *
 * @param where - Where the mode was asked for, as far as that is known.
 */
export function admitMode(
  asked: Pick<OutlayConfig, "mode" | "budgets">,
  where: Partial<Finding>,
  given: readonly Finding[],
): AdmittedMode {
  const { mode } = asked;
  const findings = [...given, ...idleActions(asked, where)];
  if (mode !== "enforce") return { mode, findings, fatal: [] };
  const isFatal = ({ key, isAdvice = false }: Finding): boolean => !isAdvice && (key === "" || DECISIVE.test(key));
  const fatal = findings.filter(isFatal);
  if (fatal.length === 0) return { mode, findings, fatal };
  const broken = { ...where, key: "mode", value: mode, expected: "limits without a mistake in them" };
  return {
    mode: "observe",
    // Advice is for a program that runs.
    findings: findings.filter((finding) => !isFatal(finding) && finding.isAdvice !== true),
    fatal: [{ ...broken, used: "nothing, the program does not start" }, ...fatal],
  };
}

/** Limits that look hard and are not. */
function idleActions({ mode, budgets }: Pick<OutlayConfig, "mode" | "budgets">, where: Partial<Finding>): Finding[] {
  const acts = budgets.find(({ thresholds = [] }) => thresholds.some(({ action = "alert" }) => action !== "alert"));
  if (mode !== "observe" || acts === undefined) return [];
  const expected = `enforce or shadow, since the budget ${acts.name} has an action`;
  return [{ ...where, key: "mode", value: mode, expected, used: "observe: every call is made, alerts only" }];
}
