// SPDX-License-Identifier: Apache-2.0
import type { CommandEntry } from "./command.ts";

/** Every command. Each is loaded by itself, so that none waits for what another needs. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "doctor",
    summary: "Check the setup of the project in this folder",
    load: async () => (await import("./doctor/doctor-command.ts")).doctorCommand,
  },
  {
    name: "report",
    summary: "Tell what recorded calls cost, on what and by whom",
    load: async () => (await import("./report/report-command.ts")).reportCommand,
  },
  {
    name: "whatif",
    summary: "Tell what recorded calls would have cost otherwise",
    load: async () => (await import("./whatif/whatif-command.ts")).whatIfCommand,
  },
  {
    name: "check",
    summary: "Hold a run against a baseline, as a gate for CI",
    load: async () => (await import("./check/check-command.ts")).checkRunCommand,
  },
  {
    name: "simulate",
    summary: "Run benchmarks of what agents spend, offline",
    load: async () => (await import("./simulate/simulate-command.ts")).simulateBenchmarksCommand,
  },
  {
    name: "budgets status",
    summary: "Show what has been spent, where processes share budgets",
    load: async () => (await import("./budgets/status-command.ts")).statusCommand,
  },
  {
    name: "budgets grant",
    summary: "Raise the cap of a budget for its current window",
    load: async () => (await import("./budgets/change-command.ts")).grantCommand,
  },
  {
    name: "budgets adjust",
    summary: "Correct what a budget has counted",
    load: async () => (await import("./budgets/change-command.ts")).adjustCommand,
  },
  {
    name: "budgets explain",
    summary: "Tell what budgets made of the calls of a trace",
    load: async () => (await import("./budgets/explain-command.ts")).explainTraceCommand,
  },
  {
    name: "budgets simulate",
    summary: "Replay recorded calls under enforced budgets",
    load: async () => (await import("./budgets/simulate-command.ts")).simulateCommand,
  },
  {
    name: "prices show",
    summary: "Show what a model costs, and where that is published",
    load: async () => (await import("./prices/show-command.ts")).showCommand,
  },
  {
    name: "prices explain",
    summary: "Price one call and show every step",
    load: async () => (await import("./prices/explain-command.ts")).explainCommand,
  },
  {
    name: "prices unpriced",
    summary: "List the calls in recorded spans that have no price",
    load: async () => (await import("./prices/unpriced-command.ts")).unpricedCommand,
  },
  {
    name: "prices check",
    summary: "Check a file of your own prices, and what it changes",
    load: async () => (await import("./prices/check-command.ts")).checkCommand,
  },
  {
    name: "prices diff",
    summary: "Compare two versions of the price table",
    load: async () => (await import("./prices/diff-command.ts")).diffCommand,
  },
  {
    name: "prices table",
    summary: "Write the built-in price table as JSON",
    load: async () => (await import("./prices/table-command.ts")).tableCommand,
  },
  {
    name: "collector generate",
    summary: "Write the configuration of an OpenTelemetry Collector",
    load: async () => (await import("./collector/generate-command.ts")).generateCommand,
  },
];
