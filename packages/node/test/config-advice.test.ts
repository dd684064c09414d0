// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { formatProblem } from "../src/config/problem.ts";
import { resolveFile } from "./config-support.ts";

function said(text: string): readonly string[] {
  const { problems, fatal } = resolveFile(text);
  expect(fatal).toEqual([]);
  return problems.map((problem) => formatProblem(problem));
}

const budget = (rest: string): string =>
  `mode: enforce\nbudgets:\n  - name: day\n    limit: { usd: 5 }\n    window: { every: day }\n${rest}`;
const BLOCK = "    thresholds: [{ at: 100%, action: block }]\n";

describe("limits that are allowed and probably not meant", () => {
  it.each([
    [
      "a rung above the one that refuses",
      budget("    thresholds:\n      - { at: 80%, action: block }\n      - { at: 0.9, action: escalate }\n"),
      "outlay.config.yaml:8:15 budgets[0].thresholds[1].at: got 0.9, expected a share up to 80 %, where calls are refused; above it this is never asked; using it as it is",
    ],
    [
      "require without an attribute",
      budget(`    require: true\n${BLOCK}`),
      "outlay.config.yaml:6:14 budgets[0].require: got true, expected group_by beside it",
    ],
    [
      "a name that is nearly known, in group_by",
      budget(`    group_by: [user.ids]\n${BLOCK}`),
      'outlay.config.yaml:6:16 budgets[0].group_by[0]: got "user.ids", expected user.id, if that is what calls carry',
    ],
    [
      "a name that is nearly known, in match",
      budget(`    match: { gen_ai.request.modell: gpt-5.1 }\n${BLOCK}`),
      'budgets[0].match["gen_ai.request.modell"]: got "gen_ai.request.modell", expected gen_ai.request.model',
    ],
    [
      "a route that no threshold takes",
      `routes:\n  cheaper: { "gpt-5.1": gpt-5-mini }\n${budget(BLOCK)}`,
      "outlay.config.yaml:2:3 routes.cheaper: got a route that none takes",
    ],
    [
      "a lease that ends before a call does",
      `lease: { ttl: 2m }\n${budget(BLOCK)}`,
      'outlay.config.yaml:1:15 lease.ttl: got "2m", expected at least 10m',
    ],
    [
      "a mode that nothing acts in",
      budget("    thresholds: [{ at: 50% }]\n"),
      'outlay.config.yaml:1:7 mode: got "enforce", expected a breaker, or a threshold with an action such as block',
    ],
  ])("are told with their place, and hold: %s", (_name, text, expected) => {
    const [line, ...others] = said(text);
    expect(line).toContain(expected);
    expect(others).toEqual([]);
  });

  it.each([
    [
      "alerts above the rung that refuses",
      budget("    thresholds: [{ at: 80%, action: block }, { at: 100%, alert: console }]\n"),
    ],
    ["rungs below it", budget("    thresholds: [{ at: 80%, action: clamp }, { at: 100%, action: block }]\n")],
    ["names of the program's own", budget(`    match: { "acme.cost_center": "*" }\n    group_by: [plan]\n${BLOCK}`)],
    [
      "a short lease whose calls give signs of life",
      `lease: { ttl: 2m }\nstore: { sqlite: spend.db }\n${budget(BLOCK)}`,
    ],
    ["budgets that only alert, in the mode that only alerts", budget("").replace("enforce", "observe")],
    ["breakers alone", "mode: enforce\nbreakers: [{ name: loop, scope: trace, max_model_calls: 5 }]\n"],
  ])("are none of these: %s", (_name, text) => {
    expect(said(text)).toEqual([]);
  });
});
