// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type { CallInput } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import type * as sdk from "together-ai";

/** The newest version's types stand for all; tests use what they have in common. */
export type Sdk = typeof sdk;
export type Client = sdk.Together;

/** How a build of the SDK is loaded. */
export type Format = "ESM" | "CommonJS";

/** Versions tested, by the name they have in devDependencies: the newest, an older one, and the oldest supported. */
export const VERSIONS: readonly string[] = ["together-ai-oldest", "together-ai-0.30", "together-ai"];

/** Loads one build of one version, by its name in this package's devDependencies. */
export async function loadSdk(name: string, format: Format): Promise<Sdk> {
  return (format === "ESM" ? await import(name) : createRequire(import.meta.url)(name)) as Sdk;
}

/** A client of the fake provider that behaves as a call wants it to. */
export function connect({ Together }: Sdk, provider: FakeProvider, input: Partial<CallInput> = {}): Client {
  return new Together({
    apiKey: "test",
    baseURL: provider.togetherBaseUrl,
    maxRetries: input.maxRetries ?? 0,
    ...(input.timeoutMs === undefined ? {} : { timeout: input.timeoutMs }),
  });
}
