// SPDX-License-Identifier: Apache-2.0
import type { View } from "../prices/show-view.ts";
import { counted } from "../view/numbers.ts";
import type { Role } from "../view/paint.ts";
import { LONGEST_SENTENCE, hanging, oneLine } from "../view/text.ts";
import type { Finding, Section } from "./finding.ts";

const SIGNS: Readonly<Record<Finding["level"], readonly [sign: string, role: Role]>> = {
  good: ["ok", "good"],
  info: ["-", "faint"],
  warning: ["!", "warning"],
  wrong: ["x", "bad"],
};

/** Draws what the doctor found, and a verdict. */
export function renderDiagnosis(sections: readonly Section[], view: View): string {
  const blocks = sections.map(({ title, findings }) =>
    [view.paint("strong", title), ...findings.map((finding) => findingLines(finding, view))].join("\n"),
  );
  return `${[...blocks, verdict(sections, view)].join("\n\n")}\n`;
}

function findingLines({ level, text }: Finding, { columns, paint }: View): string {
  const [sign, role] = SIGNS[level];
  return hanging(`  ${sign.padEnd(3)}`, oneLine(text, LONGEST_SENTENCE), columns).replace(sign, () =>
    paint(role, sign),
  );
}

function verdict(sections: readonly Section[], { paint }: View): string {
  const levels = sections.flatMap(({ findings }) => findings.map(({ level }) => level));
  const [wrong, warnings] = (["wrong", "warning"] as const).map(
    (level) => levels.filter((one) => one === level).length,
  );
  if (wrong) return paint("bad", `${counted(wrong, "thing")} wrong`);
  return warnings ? paint("warning", `works, with ${counted(warnings, "warning")}`) : paint("good", "all good");
}
