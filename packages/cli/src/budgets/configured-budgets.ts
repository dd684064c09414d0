// SPDX-License-Identifier: Apache-2.0
import { formatProblem, resolveConfig } from "@outlay/node";
import type { OutlayConfig } from "@outlay/node";

import type { CommandIo } from "../command-io.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The configuration of this folder, for commands that are about its budgets.
 *
 * @throws {UsageError} If it has none.
 */
export function configuredBudgets(io: CommandIo): OutlayConfig {
  const { config, fatal } = resolveConfig({ env: io.env, cwd: io.cwd });
  if (config.budgets.length > 0) return config;
  const wrong = fatal.map((problem) => formatProblem(problem)).join("\n");
  throw new UsageError(wrong === "" ? "there are no budgets in the configuration of this folder" : wrong);
}
