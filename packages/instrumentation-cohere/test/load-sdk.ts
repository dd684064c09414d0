// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type { CallInput } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import type * as sdk from "cohere-ai";

/** The newest version's types stand for all; tests use what they have in common. */
export type Sdk = typeof sdk;
export type ClientV1 = InstanceType<Sdk["CohereClient"]>;
export type ClientV2 = InstanceType<Sdk["CohereClientV2"]>;

/** How a version is loaded: all of them are CommonJS. */
export type Format = "ESM" | "CommonJS";

/** Versions tested, by the name they have in devDependencies: the oldest supported, and the newest of each major. */
export const VERSIONS: readonly string[] = ["cohere-ai-7-oldest", "cohere-ai-7", "cohere-ai"];

/** Loads one version, by the name it has in this package's devDependencies. */
export async function loadSdk(name: string, format: Format): Promise<Sdk> {
  return (format === "ESM" ? await import(name) : createRequire(import.meta.url)(name)) as Sdk;
}

/** A client of the API's first version that asks the fake provider. */
export function connectV1({ CohereClient }: Sdk, provider: FakeProvider): ClientV1 {
  return new CohereClient({ token: "test", environment: provider.cohereBaseUrl });
}

/** A client of the API's second version that asks the fake provider. */
export function connectV2({ CohereClientV2 }: Sdk, provider: FakeProvider): ClientV2 {
  return new CohereClientV2({ token: "test", environment: provider.cohereBaseUrl });
}

/** Request options of a call. */
export function optionsOf({ signal, timeoutMs, maxRetries = 0 }: CallInput): {
  readonly maxRetries: number;
  readonly abortSignal?: AbortSignal;
  readonly timeoutInSeconds?: number;
} {
  return {
    maxRetries,
    ...(signal === undefined ? {} : { abortSignal: signal }),
    ...(timeoutMs === undefined ? {} : { timeoutInSeconds: timeoutMs / 1000 }),
  };
}
