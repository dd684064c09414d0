// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";

import { CONFIG_FILE, formatProblem } from "@outlay/node";
import type { OutlayConfig, ResolvedConfig } from "@outlay/node";

import { counted } from "../view/numbers.ts";
import type { DoctorWorld } from "./doctor-world.ts";
import type { Finding, Section } from "./finding.ts";

/** The configuration: where it is, what it says, and everything wrong with it. */
export function checkConfig(world: DoctorWorld, { config, problems, fatal }: ResolvedConfig): Section {
  const wrong = problems.map((problem): Finding => ({ level: "wrong", text: formatProblem(problem) }));
  const refused = fatal.map((problem): Finding => ({
    level: "wrong",
    text: `the program refuses to start: ${formatProblem(problem)}`,
  }));
  return {
    title: "Configuration",
    findings: [fileFinding(world), ...refused, ...wrong, ...contentFindings(config, world)],
  };
}

function fileFinding({ env, cwd }: DoctorWorld): Finding {
  const name = env["OUTLAY_CONFIG"] ?? CONFIG_FILE;
  if (existsSync(resolve(cwd, name))) return { level: "good", text: `${name} is read` };
  return { level: "info", text: `no ${name} here: environment variables and defaults hold` };
}

function contentFindings({ mode, budgets, pricing }: OutlayConfig, { cwd }: DoctorWorld): readonly Finding[] {
  const own = pricing.overrides?.models.length ?? 0;
  const from = pricing.file === undefined ? "" : `, some from ${relative(cwd, pricing.file)}`;
  return [
    ...(budgets.length > 0 ? [info(`${counted(budgets.length, "budget")}, mode ${mode}`)] : []),
    ...(own > 0 ? [info(`${counted(own, "price override")}${from}`)] : []),
  ];
}

function info(text: string): Finding {
  return { level: "info", text };
}
