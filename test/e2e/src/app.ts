// SPDX-License-Identifier: Apache-2.0
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { inject } from "vitest";

import { ROOT } from "./pack.ts";
import { PATH, run, runToSuccess } from "./run.ts";
import type { RunResult } from "./run.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));
/** What is fetched once, for all apps and runs. */
export const CACHE: string = join(ROOT, "node_modules", ".cache", "outlay-e2e");
/** What npm says when it had to bend a rule. Words about deprecated packages of others are not among them. */
const BENT_RULES = /ERESOLVE|EBADENGINE|EPEERINVALID|conflicting peer/i;

/** Variables of a process, beside `PATH`. */
export type Env = Readonly<Record<string, string>>;

/** An application in a folder of its own, installed by npm. */
export interface App extends AsyncDisposable {
  readonly folder: string;
  /** Runs Node, this one or that at `path`, in the folder, with `PATH` and the given variables and no others. */
  node(args: readonly string[], env?: Env, path?: string): Promise<RunResult>;
}

/**
 * Copies an application out of `fixtures` into a fresh folder and installs it the way a user would.
 *
 * @param packages - Installed beside what its `package.json` names.
 * @throws {Error} If npm fails, or had to overlook a peer or an engine.
 */
export async function installApp(fixture: string, packages: readonly string[] = []): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), `outlay-e2e-${fixture}-`));
  const remove = (): Promise<void> => rm(folder, { recursive: true });
  try {
    await cp(join(FIXTURES, fixture), folder, { recursive: true });
    await writeFile(join(folder, ".npmrc"), `@outlay:registry=${inject("registryUrl")}\n`);
    const { stderr } = await npmInstall(folder, packages);
    if (BENT_RULES.test(stderr)) throw new Error(`npm installed ${fixture}, but:\n${stderr}`);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    node: (args, env = {}, path = process.execPath) => run(path, args, { cwd: folder, env: { PATH, ...env } }),
    [Symbol.asyncDispose]: remove,
  };
}

/** Runs `npm install` in a folder, offline as far as the cache goes. */
export function npmInstall(folder: string, packages: readonly string[] = []): Promise<RunResult> {
  const options = ["--prefer-offline", "--no-audit", "--no-fund", "--cache", join(CACHE, "npm")];
  const args = ["install", ...packages, ...options];
  const env = { ...process.env, PATH, NODE_ENV: undefined, NODE_OPTIONS: undefined };
  return runToSuccess("npm", args, { cwd: folder, env });
}
