// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A package that the project in a folder would load. */
export interface InstalledPackage {
  readonly version: string;
  /** Its folder. */
  readonly folder: string;
}

/** Finds a package as Node does from a folder: in `node_modules` there, and in the folders above. */
export function installedPackage(name: string, from: string): InstalledPackage | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, "node_modules", name, "package.json");
    if (existsSync(manifest)) return { version: versionIn(manifest), folder: dirname(manifest) };
    if (folder === dirname(folder)) return undefined;
  }
}

function versionIn(manifest: string): string {
  try {
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version?: unknown };
    return typeof version === "string" ? version : "unknown";
  } catch {
    return "unknown";
  }
}
