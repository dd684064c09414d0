// SPDX-License-Identifier: Apache-2.0
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the repository. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** One published package, as the structure tests look at it. */
export interface PackageUnderTest {
  readonly folder: string;
  readonly name: string;
  readonly manifest: Manifest;
  /** Source files, relative to the root. */
  readonly sources: readonly string[];
}

/** The fields of a `package.json` that matter here. */
export interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly sideEffects?: unknown;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Every package under `packages/`. */
export function publishedPackages(): readonly PackageUnderTest[] {
  return globSync("packages/*", { cwd: ROOT })
    .filter((folder) => existsSync(join(ROOT, folder, "package.json")))
    .toSorted()
    .map((folder) => ({
      folder,
      name: basename(folder),
      manifest: JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8")) as Manifest,
      sources: globSync(`${folder}/src/**/*.ts`, { cwd: ROOT }).toSorted(),
    }));
}

/** Text of a file, by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
