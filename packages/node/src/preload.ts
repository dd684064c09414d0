// SPDX-License-Identifier: Apache-2.0
// What the preload does: read the configuration, start, and flush at the end. Runs once per thread, before the program.
import { DiagLogLevel, diag } from "@opentelemetry/api";

import { formatProblem } from "./config/problem.ts";
import { resolveConfig } from "./config/resolve-config.ts";
import { announceRunning } from "./running-outlay.ts";
import { refusal } from "./setup.ts";
import { stderrLogger } from "./stderr-logger.ts";
import { startOutlay } from "./start.ts";
import { giveWayToAppLogger } from "./telemetry/app-logger.ts";
import { flushAtExit } from "./telemetry/flush-at-exit.ts";

const STARTED = Symbol.for("@outlay/node/started@1");

function start(): void {
  const { config, problems, fatal } = resolveConfig({ env: process.env, cwd: process.cwd() });
  if (fatal.length > 0) throw refusal(fatal);
  if (!config.enabled || process.env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true") return;
  diag.setLogger(stderrLogger(), {
    logLevel: DiagLogLevel[config.logLevel.toUpperCase() as keyof typeof DiagLogLevel],
    suppressOverrideMessage: true,
  });
  giveWayToAppLogger();
  for (const problem of problems) diag.warn(`outlay: ${formatProblem(problem)}`);
  const outlay = startOutlay(config, process.env);
  announceRunning(outlay);
  flushAtExit(() => outlay.flush());
}

// NODE_OPTIONS and the command line may both name the preload.
if (!Reflect.has(globalThis, STARTED)) {
  Reflect.set(globalThis, STARTED, true);
  start();
}
