// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CACHE, npmInstall } from "./app.ts";
import { PATH, run } from "./run.ts";

/** A program that npm can bring: one file of a package for this platform. */
export interface NpmBinary {
  readonly packageName: string;
  readonly version: string;
  /** Inside the package. */
  readonly file: string;
}

/** A program that was looked for. */
export interface FoundBinary {
  readonly path: string;
  /** Why it is not there. */
  readonly problem?: string;
}

const found = new Map<string, Promise<FoundBinary>>();

/** Finds a program; npm brings it once for all runs, and for tests that ask at the same time. */
export function findBinary(binary: NpmBinary): Promise<FoundBinary> {
  const key = `${binary.packageName}@${binary.version}`;
  const known = found.get(key) ?? lookFor(binary);
  found.set(key, known);
  return known;
}

async function lookFor({ packageName, version, file }: NpmBinary): Promise<FoundBinary> {
  const folder = join(CACHE, packageName.replace("/", "-"), version);
  const path = join(folder, "node_modules", packageName, file);
  if (await runs(path, version)) return { path };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ dependencies: { [packageName]: version } }));
  try {
    await npmInstall(folder);
  } catch (error) {
    return { path, problem: `npm did not install ${packageName}@${version}: ${String(error)}` };
  }
  if (await runs(path, version)) return { path };
  return { path, problem: `${packageName}@${version} does not run on this machine` };
}

async function runs(path: string, version: string): Promise<boolean> {
  try {
    const { exitCode, stdout } = await run(path, ["--version"], { cwd: CACHE, env: { PATH } });
    return exitCode === 0 && stdout.includes(version);
  } catch {
    return false;
  }
}
