// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CONFIG_FOLDER } from "./collector-binary.ts";

/** Prices by provider and name. The file is JSON, and thereby YAML; a name of `*` is every other model. */
type Prices = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Writes a file with the prices of models that begin so. @returns Its path. */
export async function writePrices(models: readonly string[], folder: string): Promise<string> {
  const all = JSON.parse(await readFile(join(CONFIG_FOLDER, "prices.yaml"), "utf8")) as Prices;
  const isKept = (name: string): boolean => ["*", ...models].some((start) => name.startsWith(start));
  const few = Object.entries(all)
    .map(([provider, rows]) => [provider, Object.entries(rows).filter(([name]) => isKept(name))] as const)
    .filter(([, rows]) => rows.length > 0)
    .map(([provider, rows]) => [provider, Object.fromEntries(rows)] as const);
  const path = join(folder, "prices.yaml");
  await writeFile(path, JSON.stringify(Object.fromEntries(few)));
  return path;
}
