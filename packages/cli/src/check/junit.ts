// SPDX-License-Identifier: Apache-2.0
import type { RunVerdict } from "@outlay/analysis";

import { sentenceOf, titleOf } from "./verdict-words.ts";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** What XML 1.0 has no way to write. */
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Verdicts as JUnit XML, which every CI system shows: one suite a task, one case a figure. */
export function junitXml(verdicts: readonly RunVerdict[]): string {
  const tasks = Map.groupBy(verdicts, ({ task }) => task);
  const suites = [...tasks].map(([task, own]) => suite(task, own));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="outlay check"${counts(verdicts)}>\n${suites.join("")}</testsuites>\n`;
}

function suite(task: string, verdicts: readonly RunVerdict[]): string {
  const cases = verdicts.map((verdict) => {
    const head = `    <testcase classname="${escaped(task)}" name="${escaped(titleOf(verdict.rule))}"`;
    const sentence = escaped(sentenceOf(verdict));
    if (verdict.outcome === "passed") return `${head}/>\n`;
    const inner =
      verdict.outcome === "failed" ? `<failure message="${sentence}"/>` : `<skipped message="${sentence}"/>`;
    return `${head}>${inner}</testcase>\n`;
  });
  return `  <testsuite name="${escaped(task)}"${counts(verdicts)}>\n${cases.join("")}  </testsuite>\n`;
}

function counts(verdicts: readonly RunVerdict[]): string {
  const of = (outcome: RunVerdict["outcome"]): number => verdicts.filter((one) => one.outcome === outcome).length;
  return ` tests="${verdicts.length}" failures="${of("failed")}" skipped="${of("unknown")}"`;
}

function escaped(text: string): string {
  return text.replace(NO_XML, "\uFFFD").replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}
