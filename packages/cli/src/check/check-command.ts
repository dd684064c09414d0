// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { RunFigures, compareRuns, createCacheAnalyzer, isPrefixBroken } from "@outlay/analysis";
import type { RunTolerances, RunVerdict, TaskFigures } from "@outlay/analysis";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import type { CommandIo } from "../command-io.ts";
import { EXIT } from "../exit-codes.ts";
import { readBilledCalls } from "../otlp/read-billed-calls.ts";
import type { CommandInput } from "../parse-arguments.ts";
import { projectPrices } from "../prices/config-prices.ts";
import { UsageError } from "../usage-error.ts";
import { readBaseline, writeBaseline } from "./baseline-file.ts";
import { githubAnnotations, renderVerdicts, verdictsJson } from "./check-view.ts";
import { junitXml } from "./junit.ts";

const DEFAULTS: RunTolerances = {
  costPerTask: 0.1,
  callsPerTask: 0.1,
  cacheHitRatio: 0.05,
  brokenPrefixesPerTask: 0,
  unpricedCalls: 0,
};

/** `outlay check` */
export const checkRunCommand: Command = {
  about:
    "Holds the calls of a run, as a test of your agent records them, against a baseline: cost of a task, calls for a task, cache-hit ratio, broken prefixes, calls without a price. Tasks are features, workflows or agents, by trace. A gate for CI: 0 within limits, 1 beyond one, 2 when nothing was checked.",
  positionals: { usage: "FILE…", least: 1, most: Infinity },
  options: {
    baseline: { value: "FILE", about: "figures to compare with; without, only calls without a price are found" },
    "write-baseline": { value: "FILE", about: "write the figures of this run, to be a baseline" },
    "max-cost": { value: "PERCENT", about: "how much dearer a task may be; 10 if not given" },
    "max-calls": { value: "PERCENT", about: "how many more calls a task may need; 10 if not given" },
    "max-hit-loss": { value: "POINTS", about: "how far the cache-hit ratio may fall; 5 if not given" },
    "max-unpriced": { value: "N", about: "how many more calls may have no price; 0 if not given" },
    junit: { value: "FILE", about: "write JUnit XML, too" },
    github: { about: "write annotations for GitHub's runner, too" },
    json: JSON_OPTION,
  },
  examples: ["run.jsonl --write-baseline spend.json", "run.jsonl --baseline spend.json --junit outlay.xml --github"],
  found: "a figure is beyond its limit",
  async run(input, io) {
    const tolerances = tolerancesOf(input);
    const named = input.text("baseline");
    const baseline = named === undefined ? [] : readBaseline(named, io.cwd);
    const tasks = await figuresOf(input.positionals, io);
    const verdicts = compareRuns(baseline, tasks, tolerances);
    write(input, io, verdicts, tasks);
    return verdicts.some(({ outcome }) => outcome === "failed") ? EXIT.FOUND : EXIT.OK;
  },
};

async function figuresOf(files: readonly string[], io: CommandIo): Promise<readonly TaskFigures[]> {
  const { engine } = await projectPrices(io);
  const figures = new RunFigures();
  const cache = createCacheAnalyzer((operation) => engine.price(operation));
  for await (const call of readBilledCalls(files, engine, io)) {
    const found = cache.add(call.operation);
    figures.add(call, found === undefined ? undefined : found.broken !== undefined && isPrefixBroken(found.broken));
  }
  const tasks = figures.figures();
  if (tasks.length === 0) throw new UsageError(`${files.join(", ")}: got no calls of models, expected some to check`);
  return tasks;
}

function write(
  input: CommandInput,
  io: CommandIo,
  verdicts: readonly RunVerdict[],
  tasks: readonly TaskFigures[],
): void {
  const target = input.text("write-baseline");
  if (target !== undefined) writeBaseline(target, io.cwd, tasks);
  const junit = input.text("junit");
  if (junit !== undefined) writeFileSync(resolve(io.cwd, junit), junitXml(verdicts));
  io.stdout(input.has("json") ? verdictsJson(verdicts, tasks) : renderVerdicts(verdicts, io));
  // The runner reads both streams; on stdout they would be in the way of JSON.
  if (input.has("github")) io.stderr(githubAnnotations(verdicts));
}

function tolerancesOf(input: CommandInput): RunTolerances {
  const share = (option: string): number | undefined => {
    const text = input.text(option)?.replace(/\s*%$/, "");
    if (text === undefined) return undefined;
    if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) / 100;
    throw new UsageError(`--${option}: got "${text}", expected a number from 0 on, in percent`);
  };
  return {
    ...DEFAULTS,
    costPerTask: share("max-cost") ?? DEFAULTS.costPerTask,
    callsPerTask: share("max-calls") ?? DEFAULTS.callsPerTask,
    cacheHitRatio: share("max-hit-loss") ?? DEFAULTS.cacheHitRatio,
    unpricedCalls: input.count("max-unpriced") ?? DEFAULTS.unpricedCalls,
  };
}
