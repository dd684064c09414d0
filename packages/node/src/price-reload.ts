// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { diag } from "@opentelemetry/api";
import { parsePriceOverrides } from "@outlay/pricing";
import type { PriceEngine } from "@outlay/pricing";

import type { OutlayConfig } from "./config/outlay-config.ts";
import { formatProblem } from "./config/problem.ts";
import type { ConfigProblem } from "./config/problem.ts";
import { CONFIG_FILE, resolveConfig } from "./config/resolve-config.ts";
import type { ConfigSources } from "./config/resolve-config.ts";

const STANDARD_STREAMS = [0, 1, 2];

/**
 * Reads price overrides again at every SIGHUP, if there are any to begin with.
 *
 * Prices change all at once or, when anything about them is wrong, not at all: the last good ones stay, and what is
 * wrong is said with its line. Does nothing on a terminal, where SIGHUP means that it was closed and has to end the
 * program, and nothing in worker threads, which get no signals.
 *
 * @param sources - Those that `config` was made from.
 */
export function reloadPricesOnHangup(config: OutlayConfig, prices: PriceEngine, sources: ConfigSources): void {
  const hasOverrides = config.pricing.overrides !== undefined || config.pricing.file !== undefined;
  if (!hasOverrides || !isMainThread() || hasTerminal()) return;
  let count = 0;
  process.on("SIGHUP", () => {
    count += 1;
    reload(`outlay: price reload ${count}`, prices, sources);
  });
}

function reload(name: string, prices: PriceEngine, sources: ConfigSources): void {
  try {
    const { config, problems } = resolveConfig(sources);
    const wrong = problemsOfPrices(problems, sources);
    for (const problem of wrong) {
      diag.warn(`${name} failed: ${formatProblem({ ...problem, used: "the last good prices" })}`);
    }
    if (wrong.length > 0) return;
    prices.replaceOverrides(config.pricing.overrides ?? parsePriceOverrides({}).overrides);
    diag.info(`${name} done`);
  } catch (error) {
    diag.error(`${name} failed: the last good prices are used`, error instanceof Error ? error.message : String(error));
  }
}

/** A slip elsewhere in the file must not keep prices from changing, but a file that is gone may not take them away. */
function problemsOfPrices(problems: readonly ConfigProblem[], { env, cwd }: ConfigSources): readonly ConfigProblem[] {
  const configFile = env["OUTLAY_CONFIG"] ?? CONFIG_FILE;
  const wrong = problems.filter(({ file, key }) => {
    const inPriceFile = file !== undefined && file !== configFile;
    return inPriceFile || key === "" || key === "OUTLAY_CONFIG" || /^pricing\b/.test(key);
  });
  if (wrong.length > 0 || existsSync(resolve(cwd, configFile))) return wrong;
  const gone = { file: configFile, key: "", value: "no such file", expected: "the file that was there at the start" };
  return [{ ...gone, used: "the last good prices" }];
}

/** Looked up when needed: most programs have no prices of their own, and loading these takes milliseconds. */
function isMainThread(): boolean {
  return process.getBuiltinModule("node:worker_threads").isMainThread;
}

function hasTerminal(): boolean {
  const { isatty } = process.getBuiltinModule("node:tty");
  return STANDARD_STREAMS.some((stream) => isatty(stream));
}
