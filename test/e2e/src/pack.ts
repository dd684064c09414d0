// SPDX-License-Identifier: Apache-2.0
import { existsSync, globSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { PATH, runToSuccess } from "./run.ts";

/** Root of the repository. */
export const ROOT: string = fileURLToPath(new URL("../../..", import.meta.url));

/** A package as a registry would get it. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** `package.json` out of the tarball: what pnpm made of ours. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly tarball: Buffer;
  /** Of the tarball, as npm writes it. */
  readonly integrity: string;
}

interface PackReport {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly integrity: string;
}

/**
 * Packs every published package.
 *
 * @param folder - Where the tarballs go.
 * @throws {Error} If one is not built.
 */
export async function packPackages(folder: string): Promise<PackedPackage[]> {
  const unbuilt = globSync("packages/*/package.json", { cwd: ROOT }).map(dirname).filter(isNotBuilt);
  if (unbuilt.length > 0) {
    throw new Error(
      `these packages have no dist, run "pnpm run build" first: ${unbuilt.map((path) => basename(path)).join(", ")}`,
    );
  }
  const args = ["--recursive", "--filter", "./packages/*", "pack", "--json", "--pack-destination", folder];
  const { stdout } = await runToSuccess("pnpm", args, { cwd: ROOT, env: { ...process.env, PATH } });
  return Promise.all((JSON.parse(stdout) as PackReport[]).map(readPacked));
}

function isNotBuilt(folder: string): boolean {
  const { main } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8")) as { readonly main: string };
  return !existsSync(join(ROOT, folder, main));
}

async function readPacked({ name, version, filename, integrity }: PackReport): Promise<PackedPackage> {
  const [tarball, { stdout }] = await Promise.all([
    readFile(filename),
    runToSuccess("tar", ["-xOzf", filename, "package/package.json"], { cwd: ROOT, env: { PATH } }),
  ]);
  return { name, version, integrity, tarball, manifest: JSON.parse(stdout) as Record<string, unknown> };
}
