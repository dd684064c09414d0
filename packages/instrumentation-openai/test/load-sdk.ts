// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as openai from "openai";

/** The newest version's types stand for all majors; tests use what they have in common. */
export type Sdk = typeof openai;
export type Client = openai.OpenAI;

/** How a build of the SDK is loaded. */
export type Format = "ESM" | "CommonJS";

/** Loads one build of one version, by the name it has in this package's devDependencies. */
export async function loadSdk(name: string, format: Format): Promise<Sdk> {
  const loaded: unknown = format === "ESM" ? await import(name) : createRequire(import.meta.url)(name);
  return loaded as Sdk;
}
