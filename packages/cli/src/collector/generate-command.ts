// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { formatProblem, resolveConfig } from "@outlay/node";
import type { OutlayConfig } from "@outlay/node";
import { createPriceEngine } from "@outlay/pricing";

import type { Command } from "../command.ts";
import type { CommandIo } from "../command-io.ts";
import { EXIT } from "../exit-codes.ts";
import type { CommandInput } from "../parse-arguments.ts";
import { UsageError } from "../usage-error.ts";
import { oneLine } from "../view/text.ts";
import type { CollectorFile, CollectorSource } from "./collector-file.ts";
import { collectorFiles } from "./collector-files.ts";
import { priceMap } from "./price-map.ts";
import { rulesFile } from "./rules/rules-file.ts";

/** Labels that files have where no configuration says which. */
const DEFAULT_METRIC_ATTRIBUTES = ["team.id", "feature"];

/** `outlay collector generate` */
export const generateCommand: Command = {
  about:
    "Writes the configuration of an OpenTelemetry Collector that works costs out for services in any language: the price table with the overrides of this folder, the pipelines, overlays for Langfuse, sampling and redaction, and rules for Prometheus from the budgets. The same configuration and table give the same bytes.",
  positionals: { usage: "", least: 0, most: 0 },
  options: {
    out: { value: "DIR", about: "folder to write to; it is made if it is not there" },
    models: {
      value: "GLOBS",
      about: "only models with such names, separated by commas: gpt-5*,claude-*; all if left out",
    },
    config: {
      value: "FILE",
      about: "configuration to take prices, labels and budgets from; outlay.config.yaml if left out",
    },
    check: { about: "write nothing, and say whether the files in the folder are the ones that would be written" },
  },
  examples: ["--out collector", "--models 'gpt-*,claude-*' --out collector", "--out collector --check"],
  found: "with --check: a file is not what would be written; otherwise: the configuration has mistakes",
  run(input, io) {
    const out = input.text("out");
    if (out === undefined) throw new UsageError("--out: got nothing, expected DIR");
    const { config, problems } = configOf(input, io);
    for (const problem of problems) io.stderr(`outlay: ${problem}\n`);
    const source = sourceFrom(config, input.text("models"));
    for (const { budget, reason } of source.rules.unexpressed)
      io.stderr(`outlay: budget ${oneLine(budget)} is not in the rules for Prometheus: ${reason}\n`);
    const files = collectorFiles(source);
    const folder = resolve(io.cwd, out);
    if (input.has("check")) return checkFiles(files, folder, io);
    for (const file of files) writeFile(file, folder);
    io.stdout(files.map(({ path }) => `${join(out, path)}\n`).join(""));
    return problems.length === 0 ? EXIT.OK : EXIT.FOUND;
  },
};

function configOf(input: CommandInput, io: CommandIo): { config: OutlayConfig; problems: readonly string[] } {
  const file = input.text("config");
  const env = file === undefined ? io.env : { ...io.env, OUTLAY_CONFIG: resolve(io.cwd, file) };
  const { config, problems, fatal } = resolveConfig({ env, cwd: io.cwd });
  return { config, problems: [...problems, ...fatal].map(formatProblem) };
}

/** What the files of a configuration are written from. */
export function sourceFrom(
  { pricing, metrics, budgets }: Pick<OutlayConfig, "pricing" | "metrics" | "budgets">,
  models?: string,
): CollectorSource {
  const { overrides } = pricing;
  const engine = createPriceEngine(overrides === undefined ? {} : { overrides });
  const { date } = engine.table;
  const prices = priceMap({
    engine,
    overrides,
    models: models?.split(",").map((glob) => glob.trim()),
    atMs: Date.parse(date),
  });
  const names = Object.values(prices).flatMap((rows) => Object.keys(rows));
  // A row for whatever name is always there.
  if (names.every((name) => name.startsWith("*"))) {
    throw new UsageError(`--models: got ${models ?? ""}, expected names of models in the price table`);
  }
  const metricAttributes = metrics.attributes.length > 0 ? metrics.attributes : DEFAULT_METRIC_ATTRIBUTES;
  return {
    prices,
    tableVersion: engine.tableVersion,
    tableDate: date,
    metricAttributes,
    rules: rulesFile({ budgets, metrics: { attributes: metricAttributes } }),
  };
}

function writeFile({ path, text }: CollectorFile, folder: string): void {
  const target = join(folder, path);
  try {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(`--out: got ${target}, which cannot be written (${code}), expected a folder that can`);
  }
}

function checkFiles(files: readonly CollectorFile[], folder: string, io: CommandIo): number {
  const different = files.filter(({ path, text }) => textOf(join(folder, path)) !== text);
  for (const { path } of different) io.stdout(`differs: ${path}\n`);
  return different.length === 0 ? EXIT.OK : EXIT.FOUND;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
