// SPDX-License-Identifier: Apache-2.0
import { readFileSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";

const SCRIPT = /\.[cm](?:js|ts)$/;
const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*(?<quote>["'])(?<specifier>[^"'\n]+)\k<quote>/g;
const PACKAGE_NAME = /^(?:@[\w.-]+\/)?[\w.-]+/;

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Files of an installed package, as paths inside it. */
export function filesOf(packageFolder: string): string[] {
  const entries = readdirSync(packageFolder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(packageFolder.length + 1));
}

/**
 * Packages that the scripts and types of an installed package import without saying so in its `package.json`: such an
 * import works by chance, where somebody else brought the package.
 */
export function undeclaredImports(packageFolder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as Manifest;
  const declared = new Set([
    manifest.name,
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
  ]);
  const undeclared = new Set<string>();
  for (const path of filesOf(packageFolder).filter((file) => SCRIPT.test(file))) {
    for (const { groups } of readFileSync(join(packageFolder, path), "utf8").matchAll(SPECIFIER)) {
      const specifier = groups?.["specifier"] ?? "";
      const name = PACKAGE_NAME.exec(specifier)?.[0];
      // Relative paths, and `#` paths that the package maps itself, have no name; built-in modules are everywhere.
      if (name === undefined || name.startsWith(".") || isBuiltin(specifier) || declared.has(name)) continue;
      undeclared.add(`${path}: ${specifier}`);
    }
  }
  return [...undeclared];
}
