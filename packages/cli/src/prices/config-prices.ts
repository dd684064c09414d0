// SPDX-License-Identifier: Apache-2.0
import { formatProblem, resolveConfig } from "@outlay/node";
import { createPriceEngine } from "@outlay/pricing";
import type { PriceEngine, PriceOverrides } from "@outlay/pricing";

import type { CommandIo } from "../command-io.ts";

/** Prices as the program in this folder has them. */
export interface ProjectPrices {
  readonly engine: PriceEngine;
  readonly overrides: PriceOverrides | undefined;
}

/** Makes the price engine that the configuration in this folder asks for; what is wrong with it is said. */
export function projectPrices(io: CommandIo): ProjectPrices {
  const { config, problems, fatal } = resolveConfig({ env: io.env, cwd: io.cwd });
  for (const problem of [...problems, ...fatal]) io.stderr(`outlay: ${formatProblem(problem)}\n`);
  const { overrides } = config.pricing;
  return { engine: createPriceEngine(overrides === undefined ? {} : { overrides }), overrides };
}
