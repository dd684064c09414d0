// SPDX-License-Identifier: Apache-2.0

/** Signs, with and without Unicode. */
export interface Signs {
  readonly branch: string;
  readonly lastBranch: string;
  readonly line: string;
  readonly space: string;
  readonly rule: string;
  readonly none: string;
  readonly ellipsis: string;
  readonly dot: string;
  readonly arrow: string;
  readonly failed: string;
  readonly resent: string;
  readonly atLeast: string;
  /** A cell of a bar, from empty to full. */
  readonly bar: readonly string[];
}

const UNICODE: Signs = {
  branch: "├─ ",
  lastBranch: "└─ ",
  line: "│  ",
  space: "   ",
  rule: "─",
  none: "–",
  ellipsis: "…",
  dot: "·",
  arrow: "→",
  failed: "✗",
  resent: "↻",
  atLeast: "≥",
  bar: ["", "╸", "━"],
};

const ASCII: Signs = {
  branch: "|- ",
  lastBranch: "`- ",
  line: "|  ",
  space: "   ",
  rule: "-",
  none: "-",
  ellipsis: "...",
  dot: "|",
  arrow: "->",
  failed: "x",
  resent: "retry ",
  atLeast: ">=",
  bar: ["", "#"],
};

/** The signs to draw with. */
export function signsFor(unicode: boolean): Signs {
  return unicode ? UNICODE : ASCII;
}
