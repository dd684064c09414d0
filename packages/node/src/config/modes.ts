// SPDX-License-Identifier: Apache-2.0
import type { Mode } from "./outlay-config.ts";
import type { Finding } from "./problem.ts";

/** What becomes of the mode that was asked for. */
export interface AdmittedMode {
  readonly mode: Mode;
  readonly findings: readonly Finding[];
  /** What the program must not start with. */
  readonly fatal: readonly Finding[];
}

/**
 * Decides what this version can keep its word on: the only place that knows.
 *
 * A program that asks for hard limits must not run without them because of a slip of the pen: whatever is wrong with
 * the mode, a budget, or the file as a whole is then fatal.
 *
 * @param where - Where the mode was asked for, as far as that is known.
 */
export function admitMode(asked: Mode, where: Partial<Finding>, findings: readonly Finding[]): AdmittedMode {
  if (asked === "observe") return { mode: asked, findings, fatal: [] };
  const expected = "observe, which is all that this version has";
  const unsupported = { ...where, key: "mode", value: asked, expected };
  if (asked === "shadow")
    return { mode: "observe", findings: [...findings, { ...unsupported, used: "observe" }], fatal: [] };
  const isFatal = ({ key }: Finding): boolean => key === "" || /^(?:mode|budgets)\b/.test(key);
  return {
    mode: "observe",
    findings: findings.filter((finding) => !isFatal(finding)),
    fatal: [{ ...unsupported, used: "nothing, the program does not start" }, ...findings.filter(isFatal)],
  };
}
