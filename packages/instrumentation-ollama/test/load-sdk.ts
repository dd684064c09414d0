// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type { FakeProvider } from "@outlay-test/fake-provider";
import type * as sdk from "ollama";

/** The newest version's types stand for all; tests use what they have in common. */
export type Sdk = typeof sdk;
export type Client = InstanceType<Sdk["Ollama"]>;

/** How a build of the SDK is loaded. */
export type Format = "ESM" | "CommonJS";

/** Versions tested, by the name they have in devDependencies: the oldest supported, the newest of 0.5, the newest. */
export const VERSIONS: readonly string[] = ["ollama-0-5-oldest", "ollama-0-5", "ollama"];

/** Loads one build of one version, by its name in this package's devDependencies. */
export async function loadSdk(name: string, format: Format): Promise<Sdk> {
  return (format === "ESM" ? await import(name) : createRequire(import.meta.url)(name)) as Sdk;
}

/** A client that asks the fake provider. */
export function connect({ Ollama }: Sdk, provider: FakeProvider): Client {
  return new Ollama({ host: provider.ollamaHost });
}
