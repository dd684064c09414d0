// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** A span as `apps/preload.cjs` prints it. */
export interface PrintedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly thread: "main" | "worker";
}

/** How an application ended. */
export interface AppRun {
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly spans: readonly PrintedSpan[];
}

/** What to run it with. */
export interface AppOptions {
  /** Node's option that loads `apps/preload.cjs`; without it the application runs alone. */
  readonly preload?: "--require" | "--import";
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs an application of `apps` in a process of its own, on the built packages. */
export async function runApp(app: string, providerUrl: string, options: AppOptions = {}): Promise<AppRun> {
  const path = (name: string): string => fileURLToPath(new URL(`apps/${name}`, import.meta.url));
  const { preload, nodeOptions = [], env = {} } = options;
  const child = spawn(
    process.execPath,
    // openai 4 brings node-fetch, and that a deprecated module of Node's.
    ["--disable-warning=DEP0040", ...nodeOptions, path(app)],
    {
      env: {
        PATH: process.env["PATH"],
        PROVIDER_URL: providerUrl,
        ...(preload === undefined ? {} : { NODE_OPTIONS: `${preload} ${path("preload.cjs")}` }),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return { exitCode: child.exitCode, stderr, spans: lines.map((line) => JSON.parse(line) as PrintedSpan) };
}
