// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "./structure/packages.ts";
import type { PackageUnderTest } from "./structure/packages.ts";

/** What builds are made of. What is no longer there changes the list of names, and so the stamp. */
const SOURCES = [
  "packages/*/src/**/*",
  "packages/*/*.{json,ts,md,js,mjs,cjs}",
  "tools/tsdown-preset.ts",
  "tsconfig*.json",
  "pnpm-lock.yaml",
];
const STAMP = join(ROOT, "node_modules/.cache/build-stamp");

/** A hash of all that a build of every package is made of. */
export function buildStamp(): string {
  const hash = createHash("sha256").update(process.version);
  const files = globSync(SOURCES, { cwd: ROOT, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted()) {
    const content = readFileSync(path);
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/** Whether everything was built, by this script, from what there is now. */
export function isBuilt(stamp: string, packages: readonly PackageUnderTest[]): boolean {
  const hasAll = packages.every(({ folder }) => existsSync(join(ROOT, folder, "dist")));
  return hasAll && existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp;
}

/** Remembers what was built. */
export function keepStamp(stamp: string): void {
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, stamp);
}
