// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as genai from "@google/genai";

/** The newest version's types stand for all majors; tests use what they have in common. */
export type Sdk = typeof genai;
export type Client = genai.GoogleGenAI;

/** How a build of the SDK is loaded. */
export type Format = "ESM" | "CommonJS";

/** Versions tested, by the name they have in devDependencies: the oldest and the newest of each major. */
export const VERSIONS = [
  { name: "genai-1-0", number: "1.0.0" },
  { name: "genai-1", number: "1.52.0" },
  { name: "genai-2-0", number: "2.0.0" },
  { name: "genai-2", number: "2.32.0" },
  { name: "genai-3-1", number: "3.1.0" },
  { name: "@google/genai", number: "3.3.0" },
] as const;

/** Loads one build of one version, by the name it has in devDependencies. */
export async function loadSdk(name: string, format: Format): Promise<Sdk> {
  const loaded: unknown = format === "ESM" ? await import(name) : createRequire(import.meta.url)(name);
  return loaded as Sdk;
}
