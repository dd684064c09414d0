// SPDX-License-Identifier: Apache-2.0
import { formatProblem } from "../src/config/problem.ts";
import { CONFIG_FILE, resolveConfig } from "../src/config/resolve-config.ts";
import type { ResolvedConfig } from "../src/config/resolve-config.ts";

/** Reads files out of a table, as `readFileSync` does out of a folder. */
export function readFrom(files: Readonly<Record<string, string>>): (path: string) => string {
  return (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    return text;
  };
}

/** Resolves a configuration file and nothing else. */
export function resolveFile(text: string, env: Record<string, string> = {}): ResolvedConfig {
  return resolveConfig({ env, cwd: "/app", readFile: readFrom({ [`/app/${CONFIG_FILE}`]: text }) });
}

/** Every problem as it is shown, without the name of the file before a line. */
export function linesOf({ problems, fatal }: ResolvedConfig): string[] {
  return [...problems, ...fatal].map((problem) => formatProblem(problem).replace(/^outlay\.config\.yaml:(?=\d)/, ""));
}
