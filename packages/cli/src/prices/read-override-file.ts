// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { resolveConfig } from "@outlay/node";
import type { ConfigProblem } from "@outlay/node";
import { parsePriceOverrides } from "@outlay/pricing";
import type { PriceOverrides } from "@outlay/pricing";

import type { CommandIo } from "../command-io.ts";

/** A price file as the preload would read it. */
export interface OverrideFile {
  readonly overrides: PriceOverrides;
  /** Each with its line. */
  readonly problems: readonly ConfigProblem[];
}

const PASSED_ON = "outlay.config.yaml";

/**
 * Reads a price file with the very reader of the preload: as the `pricing.file` of a configuration that has nothing else.
 */
export function readOverrideFile(file: string, { env, cwd }: Pick<CommandIo, "env" | "cwd">): OverrideFile {
  const configPath = resolve(cwd, PASSED_ON);
  const config = `pricing:\n  file: ${JSON.stringify(file.replaceAll("$", "$$$$"))}\n`;
  const resolved = resolveConfig({
    env: { ...env, OUTLAY_ENABLED: undefined, OUTLAY_CONFIG: configPath },
    cwd,
    readFile: (path) => (path === configPath ? config : readFileSync(path, "utf8")),
  });
  const overrides = resolved.config.pricing.overrides ?? parsePriceOverrides({}).overrides;
  return { overrides, problems: resolved.problems.filter((problem) => problem.file !== undefined) };
}
