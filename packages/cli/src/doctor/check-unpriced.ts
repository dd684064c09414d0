// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";

import type { OutlayConfig } from "@outlay/node";

import type { CommandIo } from "../command-io.ts";
import { readSpanFiles } from "../otlp/read-span-files.ts";
import { projectPrices } from "../prices/config-prices.ts";
import { unpricedCalls } from "../prices/unpriced-calls.ts";
import type { Finding } from "./finding.ts";

const MAX_MODELS = 10;

/** Which models of the calls that were recorded have no price. */
export async function checkUnpriced(
  config: OutlayConfig,
  io: CommandIo,
  recorded: readonly string[],
): Promise<readonly Finding[]> {
  const { file } = config.exporters;
  const files = recorded.length > 0 || file === undefined || !existsSync(file) ? recorded : [file];
  return files.length === 0 ? [NOTHING_RECORDED] : findingsIn(files, io);
}

const NOTHING_RECORDED: Finding = {
  level: "info",
  text: "no calls are recorded here: name files of spans to see whether their models have prices",
};

async function findingsIn(files: readonly string[], io: CommandIo): Promise<readonly Finding[]> {
  const { engine } = await projectPrices(io);
  const { models, calls } = await unpricedCalls(readSpanFiles(files, io), engine);
  if (models.length === 0) return [{ level: "good", text: `all ${calls} recorded calls have a price` }];
  const named = models.slice(0, MAX_MODELS).map(({ provider, model, requests, reason }): Finding => {
    return { level: "warning", text: `${provider} ${model}: ${requests} of ${calls} calls have no price (${reason})` };
  });
  const rest = models.length - named.length;
  const others: readonly Finding[] = rest > 0 ? [{ level: "warning", text: `${rest} more models have none` }] : [];
  return [...named, ...others, { level: "info", text: "outlay prices unpriced has the lines that give them one" }];
}
