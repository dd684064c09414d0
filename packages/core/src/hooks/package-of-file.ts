// SPDX-License-Identifier: Apache-2.0
import { nodeFileApi } from "./node-module-api.ts";

/** Name and version of an installed package, from its own `package.json`. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
}

const EXTENSION = /\.[cm]?js(?:\?.*)?$/;
const known = new Map<string, InstalledPackage | undefined>();

/**
 * Tells which package a file belongs to, given the path it would have inside that package.
 *
 * The folder's name does not matter (npm aliases, pnpm's layout, vendored copies): `package.json` does. Read once
 * per folder.
 *
 * @param url - URL of the loaded file.
 * @param file - Path inside the package, without extension.
 */
export function packageOfFile(url: string, file: string): InstalledPackage | undefined {
  const path = url.replace(EXTENSION, "");
  if (!path.endsWith(`/${file}`)) return undefined;
  const folder = path.slice(0, -file.length);
  if (known.has(folder)) return known.get(folder);
  const found = readPackage(new URL("package.json", folder));
  known.set(folder, found);
  return found;
}

function readPackage(url: URL): InstalledPackage | undefined {
  try {
    const manifest: unknown = JSON.parse(nodeFileApi()?.readFileSync(url, "utf8") ?? "null");
    const { name, version } = (manifest ?? {}) as Readonly<Record<string, unknown>>;
    return typeof name === "string" && typeof version === "string" ? { name, version } : undefined;
  } catch {
    return undefined;
  }
}
