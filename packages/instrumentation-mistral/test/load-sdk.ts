// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as mistral from "@mistralai/mistralai";

/** The newest version's types stand for all majors; tests use what they have in common. */
export type Sdk = typeof mistral;
export type Client = mistral.Mistral;

/** How a version is built: version 1 is CommonJS only, version 2 ESM only. */
export type Format = "ESM" | "CommonJS";

/** Loads one version, by the name it has in this package's devDependencies. */
export async function loadSdk(name: string, format: Format): Promise<Sdk> {
  const loaded: unknown = format === "ESM" ? await import(name) : createRequire(import.meta.url)(name);
  return loaded as Sdk;
}
