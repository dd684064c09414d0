// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as BedrockRuntime from "@aws-sdk/client-bedrock-runtime";
import type { FakeProvider } from "@outlay-test/fake-provider";

/** The SDK. The newest version's types stand for all; tests use what they have in common. */
export type Sdk = typeof BedrockRuntime;

/** A client, and what makes one. */
export type Client = InstanceType<Sdk["BedrockRuntimeClient"]>;
type ClientConfig = NonNullable<ConstructorParameters<Sdk["BedrockRuntimeClient"]>[0]>;

/** How a build of the SDK is loaded. */
export type Format = "ESM" | "CommonJS";

/** Versions tested, by the name they have in devDependencies: the newest, two in between, the oldest supported. */
export const VERSIONS = [
  { name: "bedrock-runtime-3-422", number: "3.422.0" },
  { name: "bedrock-runtime-3-587", number: "3.587.0" },
  { name: "bedrock-runtime-3-828", number: "3.828.0" },
  { name: "@aws-sdk/client-bedrock-runtime", number: "3.1164.0" },
] as const;

const NEWEST = "@aws-sdk/client-bedrock-runtime";

/** Loads one build of one version, by the name it has in devDependencies. */
export async function loadSdk(format: Format, name: string = NEWEST): Promise<Sdk> {
  const loaded: unknown = format === "ESM" ? await import(name) : createRequire(import.meta.url)(name);
  return loaded as Sdk;
}

/** Tells whether a version is another one or a later one. */
export function isSince(number: string, other: string): boolean {
  return number.localeCompare(other, "en", { numeric: true }) >= 0;
}

/** The HTTP/1.1 handler that belongs to a version: by default the client speaks HTTP/2 only. */
export function http1Handler(name: string = NEWEST, options: object = {}): object {
  const ofSdk = createRequire(createRequire(import.meta.url).resolve(name));
  const { NodeHttpHandler } = ofSdk("@smithy/node-http-handler") as {
    NodeHttpHandler: new (options: object) => object;
  };
  return new NodeHttpHandler(options);
}

/** Options of a client of the fake provider, with requests that are not signed, and so the same each time. */
export function clientConfig(provider: Pick<FakeProvider, "url">, name?: string, timeoutMs?: number): ClientConfig {
  const handler = http1Handler(name, timeoutMs === undefined ? {} : { socketTimeout: timeoutMs });
  return {
    region: "us-east-1",
    endpoint: provider.url,
    credentials: { accessKeyId: "a", secretAccessKey: "s" },
    requestHandler: handler as never,
    signer: { sign: (request: unknown) => Promise.resolve(request) } as never,
    maxAttempts: 1,
  };
}
