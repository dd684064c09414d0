// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CACHE, npmInstall } from "./app.ts";
import { PATH, run } from "./run.ts";

/** The oldest Node that Outlay runs on, and the newest of each line it is tested on. */
export const NODE_VERSIONS = ["22.15.0", "22.23.3", "24.21.0", "26.10.0"] as const;

/** A Node that Outlay does not run on, and leaves alone. */
export const OLD_NODE_VERSION = "20.20.2";

/** A Node that was looked for. */
export interface FoundNode {
  readonly path: string;
  /** Why it is not there. */
  readonly problem?: string;
}

const found = new Map<string, Promise<FoundNode>>();

/** Finds a Node of a version; npm brings it once for all runs, and for tests that ask at the same time. */
export function findNode(version: string): Promise<FoundNode> {
  const known = found.get(version) ?? lookForNode(version);
  found.set(version, known);
  return known;
}

async function lookForNode(version: string): Promise<FoundNode> {
  if (process.versions.node === version) return { path: process.execPath };
  const distribution = `node-${process.platform}-${process.arch}`;
  const folder = join(CACHE, distribution, version);
  const path = join(folder, "node_modules", distribution, "bin", "node");
  if (await isNode(path, version)) return { path };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ dependencies: { [distribution]: version } }));
  try {
    await npmInstall(folder);
  } catch (error) {
    return { path, problem: `npm did not install ${distribution}@${version}: ${String(error)}` };
  }
  return { path };
}

async function isNode(path: string, version: string): Promise<boolean> {
  try {
    const { stdout } = await run(path, ["--version"], { cwd: CACHE, env: { PATH } });
    return stdout.trim() === `v${version}`;
  } catch {
    return false;
  }
}
