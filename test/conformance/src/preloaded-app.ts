// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A span as the preload prints it. */
export interface PrintedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly thread: "main" | "worker";
}

/** How a program ended, which did not fail. */
export interface PreloadedRun {
  readonly stderr: string;
  readonly spans: readonly PrintedSpan[];
}

/** A program of an instrumentation's own tests, in `test/apps`. */
export interface PreloadedApp {
  /** `import.meta.url` of the test. */
  readonly test: string;
  /** Name of the class that the package exports. */
  readonly instrumentation: string;
  /** File in `apps`. */
  readonly app: string;
  readonly flag: "--require" | "--import";
  readonly env: Readonly<Record<string, string>>;
}

const PRELOAD = fileURLToPath(new URL("../apps/preload.cjs", import.meta.url));

/** Runs a program in a process of its own, on the built package, with its instrumentation loaded before. */
export async function runPreloaded({ test, instrumentation, app, flag, env }: PreloadedApp): Promise<PreloadedRun> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL(`apps/${app}`, test))],
    {
      env: {
        PATH: process.env["PATH"],
        INSTRUMENTED_PACKAGE: fileURLToPath(new URL("..", test)).replace(/[\\/]$/, ""),
        INSTRUMENTATION: instrumentation,
        NODE_OPTIONS: `${flag} ${PRELOAD}`,
        ...env,
      },
    },
  );
  const lines = stdout.split("\n").filter((line) => line !== "");
  return { stderr, spans: lines.map((line) => JSON.parse(line) as PrintedSpan) };
}

/** The blocks of JavaScript in the README of the package whose test this is. */
export function readmeBlocks(test: string): string[] {
  const readme = readFileSync(new URL("../README.md", test), "utf8");
  return [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, code = ""]) => code);
}

/** Runs a block of code as its reader would, on the built package. */
export async function runBlock(test: string, code: string, env: Readonly<Record<string, string>>): Promise<string> {
  const format = code.includes("require(") ? "commonjs" : "module";
  const { stderr } = await promisify(execFile)(process.execPath, [`--input-type=${format}`, "--eval", code], {
    cwd: fileURLToPath(new URL("..", test)),
    env: { PATH: process.env["PATH"], ...env },
  });
  return stderr;
}
