// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

import type { ConfigFileReader, ConfigFileResult, ReadFile } from "./config-file-source.ts";
import { readEnv } from "./env-layer.ts";
import type { EnvLayer, Environment } from "./env-layer.ts";
import { deepFreeze, mergeLayers } from "./layer.ts";
import type { ConfigLayer } from "./layer.ts";
import { admitMode } from "./modes.ts";
import { DEFAULT_CONFIG } from "./outlay-config.ts";
import type { OutlayConfig } from "./outlay-config.ts";
import { problemFrom, showValue } from "./problem.ts";
import type { ConfigProblem, Finding } from "./problem.ts";

/** The file that is read when `OUTLAY_CONFIG` names no other. */
export const CONFIG_FILE = "outlay.config.yaml";

/** Where a configuration comes from. */
export interface ConfigSources {
  readonly env: Environment;
  /** Absolute. Paths in the environment, and the configuration file, are relative to it. */
  readonly cwd: string;
  /** Wins over the environment. */
  readonly options?: ConfigLayer;
  /** @defaultValue `readFileSync` as UTF-8 */
  readonly readFile?: ReadFile;
}

/** A configuration, and everything that was wrong with what was asked for. */
export interface ResolvedConfig {
  readonly config: OutlayConfig;
  /** What the program can go on with; `used` says how. */
  readonly problems: readonly ConfigProblem[];
  /** What it cannot: it asked for limits that would not hold. */
  readonly fatal: readonly ConfigProblem[];
}

/**
 * Makes a configuration out of options, the environment, the configuration file and defaults, in this order.
 *
 * Never throws, and pure but for `readFile`. A key or value that is wrong becomes a problem; everything else applies.
 */
export function resolveConfig(sources: ConfigSources): ResolvedConfig {
  const { env, cwd, options = {} } = sources;
  const environment = readEnv(env, cwd);
  const overFile = mergeLayers(environment.layer, options);
  // Switched off means off: not even the file is looked for.
  const file = overFile.enabled === false ? NO_FILE : readFileOf(sources, environment);
  const merged = mergeLayers(mergeLayers(DEFAULT_CONFIG, file.layer), overFile);
  const { mode, findings, fatal } = admitMode(merged, file.mode ?? {}, [...file.findings, ...environment.findings]);
  const config = deepFreeze({ ...merged, mode });
  return {
    config,
    problems: findings.map((finding) => problemFrom(finding, config)),
    fatal: fatal.map((finding) => problemFrom(finding, config)),
  };
}

const NO_FILE: ConfigFileResult = { layer: {}, findings: [] };

function readFileOf(sources: ConfigSources, { configPath }: EnvLayer): ConfigFileResult {
  const { env, cwd, readFile = readUtf8 } = sources;
  const name = configPath ?? CONFIG_FILE;
  const path = resolve(cwd, name);
  try {
    const text = readFile(path);
    return loadReader().readConfigFile({ path, name, text, env, readFile });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    if (code === "ENOENT" && configPath === undefined) return NO_FILE;
    return { ...NO_FILE, findings: [unreadable(name, configPath, code)] };
  }
}

function unreadable(name: string, configPath: string | undefined, code: string | undefined): Finding {
  const reason = `a file that cannot be read (${code ?? "too deep"})`;
  const finding = { value: reason, expected: "a YAML file", used: "no configuration file" };
  if (configPath === undefined) return { file: name, key: "", ...finding };
  return { key: "OUTLAY_CONFIG", ...finding, value: `${showValue(name)}, ${reason}` };
}

function readUtf8(path: string): string {
  return readFileSync(path, "utf8");
}

/** The preload is synchronous, and nobody without a file should pay for a YAML parser. */
function loadReader(): ConfigFileReader {
  return createRequire(import.meta.url)("#config-file") as ConfigFileReader;
}
