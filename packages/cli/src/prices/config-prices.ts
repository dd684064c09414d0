// SPDX-License-Identifier: Apache-2.0
import { formatProblem, resolveConfig, restorePriceTable } from "@outlay/node";
import { createPriceEngine } from "@outlay/pricing";
import type { PriceEngine, PriceOverrides } from "@outlay/pricing";

import type { CommandIo } from "../command-io.ts";

/** Prices as the program in this folder has them. */
export interface ProjectPrices {
  readonly engine: PriceEngine;
  readonly overrides: PriceOverrides | undefined;
}

/**
 * Makes the price engine that the configuration in this folder asks for, with the table that its programs fetched last;
 * what is wrong with it is said.
 */
export async function projectPrices(io: CommandIo): Promise<ProjectPrices> {
  const { config, problems, fatal } = resolveConfig({ env: io.env, cwd: io.cwd });
  for (const problem of [...problems, ...fatal]) io.stderr(`outlay: ${formatProblem(problem)}\n`);
  const { overrides, refresh } = config.pricing;
  const engine = createPriceEngine(overrides === undefined ? {} : { overrides });
  const kept = refresh === undefined ? undefined : await restorePriceTable(refresh, engine);
  if (kept?.status === "not_used") io.stderr(`outlay: ${kept.why}; using table ${engine.tableVersion}\n`);
  return { engine, overrides };
}
