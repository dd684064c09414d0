// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";

import type { OutlayConfig } from "./config/outlay-config.ts";
import { formatProblem } from "./config/problem.ts";
import type { ConfigProblem } from "./config/problem.ts";
import { resolveConfig } from "./config/resolve-config.ts";

/** Where `outlayInstrumentations` and `outlaySpanProcessor` find their configuration. */
export interface OutlaySetupOptions {
  /** @defaultValue `process.env` */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where the configuration file is looked for. @defaultValue `process.cwd()` */
  readonly cwd?: string;
}

/**
 * Reads a program's configuration; what is wrong with it is said through OpenTelemetry's `diag`.
 *
 * @throws {TypeError} If the program asks to be held to limits that cannot hold.
 */
export function configFor({ env = process.env, cwd = process.cwd() }: OutlaySetupOptions): OutlayConfig {
  const { config, problems, fatal } = resolveConfig({ env, cwd });
  if (fatal.length > 0) throw refusal(fatal);
  for (const problem of problems) diag.warn(`outlay: ${formatProblem(problem)}`);
  return config;
}

/** The one thing that may stop a program: it asked to be held to a limit, and the limit cannot hold. */
export function refusal(fatal: readonly ConfigProblem[]): TypeError {
  return new TypeError(`outlay refuses to start:\n${fatal.map(formatProblem).join("\n")}`);
}
