// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type Anthropic from "@anthropic-ai/sdk";

/** Main class of the SDK. The newest version's types stand for all; tests use what they have in common. */
export type AnthropicClass = typeof Anthropic;

/** How a build of the SDK is loaded. */
export type Format = "ESM" | "CommonJS";

/** Versions tested, by the name they have in devDependencies: the newest of each major, an older one, the oldest supported. */
export const VERSIONS = [
  { name: "anthropic-0-27", number: "0.27.0" },
  { name: "anthropic-0-30", number: "0.30.1" },
  { name: "anthropic-0", number: "0.137.0" },
  { name: "@anthropic-ai/sdk", number: "1.12.0" },
] as const;

/** Loads one build of one package, by the name it has in devDependencies. */
export async function loadSdk<Sdk = { readonly default: AnthropicClass }>(name: string, format: Format): Promise<Sdk> {
  const loaded: unknown = format === "ESM" ? await import(name) : createRequire(import.meta.url)(name);
  return loaded as Sdk;
}

/** Tells whether a version is another one or a later one. */
export function isSince(number: string, other: string): boolean {
  return number.localeCompare(other, "en", { numeric: true }) >= 0;
}
