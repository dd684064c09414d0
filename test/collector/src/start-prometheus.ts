// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { processIo, runCommand } from "@outlay/cli";

import { BackgroundProgram } from "./background-program.ts";
import { CONFIG_FOLDER } from "./collector-binary.ts";
import { freePort } from "./free-port.ts";
import type { RunningCollector } from "./start-collector.ts";

/** A series of an answer to a query. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Time in seconds, and the value as a text. */
  readonly value: readonly [number, string];
}

/** What {@link startPrometheus} watches. */
export interface PrometheusOptions {
  readonly collector: RunningCollector;
  /** Text of an `outlay.config.yaml`, whose budgets become rules. */
  readonly config: string;
  readonly alertmanagerUrl?: string;
}

/** The sample configuration on a real Prometheus, with seconds in place of minutes. */
export async function startPrometheus({
  collector,
  config,
  alertmanagerUrl,
}: PrometheusOptions): Promise<BackgroundProgram> {
  const port = await freePort();
  const [sample, rules] = await Promise.all([
    readFile(join(CONFIG_FOLDER, "prometheus", "prometheus.yaml"), "utf8"),
    rulesOf(config),
  ]);
  const targets = {
    "127.0.0.1:9093": hostOf(alertmanagerUrl ?? "http://127.0.0.1:1"),
    "127.0.0.1:8889": hostOf(collector.prometheusUrl),
    "127.0.0.1:8888": hostOf(collector.ownMetricsUrl),
  };
  let text = sample.replaceAll("_interval: 15s", "_interval: 1s");
  for (const [target, own] of Object.entries(targets)) text = replaced(text, target, own);
  return BackgroundProgram.start("prometheus", port, async (folder) => {
    await writeFile(join(folder, "prometheus.yaml"), text);
    await writeFile(
      join(folder, "rules.yaml"),
      rules.replaceAll("interval: 1m", "interval: 1s").replaceAll(/for: \d+m/g, "for: 1s"),
    );
    return [
      "--config.file=prometheus.yaml",
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
  });
}

/** The rules that `outlay collector generate` writes. */
async function rulesOf(config: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "outlay-rules-"));
  try {
    await writeFile(join(folder, "outlay.config.yaml"), config);
    const io = { ...processIo(), cwd: folder, env: {}, stdout: () => undefined };
    await runCommand(["collector", "generate", "--models", "gpt-5.1", "--out", "."], io);
    return await readFile(join(folder, "prometheus", "rules.yaml"), "utf8");
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Evaluates an expression now. */
export async function query(prometheus: BackgroundProgram, expression: string): Promise<readonly Series[]> {
  const response = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const { data, error } = (await response.json()) as { data?: { result: readonly Series[] }; error?: string };
  if (data === undefined) throw new Error(`${expression}: ${error ?? "no answer"}`);
  return data.result;
}

/** Replaces what must be there. */
export function replaced(text: string, what: string, by: string): string {
  if (!text.includes(what)) throw new Error(`not in the sample: ${what}`);
  return text.replaceAll(what, by);
}

function hostOf(url: string): string {
  return new URL(url).host;
}
