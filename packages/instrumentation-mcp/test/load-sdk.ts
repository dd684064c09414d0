// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as client2 from "@modelcontextprotocol/client";
import type * as server2 from "@modelcontextprotocol/server";
import * as zod4 from "zod";
import * as zod3 from "zod-3";

/** The newest version's types stand for all majors; tests use what they have in common. */
export interface Sdk {
  readonly Client: typeof client2.Client;
  readonly McpServer: typeof server2.McpServer;
  readonly InMemoryTransport: typeof client2.InMemoryTransport;
  /** Schema of a number, of the library that this version takes. */
  readonly number: () => unknown;
}

/** How a build of the SDK is loaded. */
export type Format = "ESM" | "CommonJS";

/** One build of one version. */
export interface Build {
  readonly name: string;
  readonly major: 1 | 2;
  readonly load: () => Promise<Sdk>;
}

const require = createRequire(import.meta.url);

async function loadModule(name: string, format: Format): Promise<object> {
  const loaded: unknown = format === "ESM" ? await import(name) : require(name);
  return loaded as object;
}

async function loadAll(names: readonly string[], format: Format): Promise<Sdk> {
  const modules = await Promise.all(names.map((name) => loadModule(name, format)));
  const number = names.some((name) => name.startsWith("mcp-1-oldest")) ? zod3.number : zod4.number;
  return Object.assign({ number }, ...modules) as Sdk;
}

function build(version: string, major: 1 | 2, names: readonly string[], format: Format): Build {
  return { name: `${version}, ${format}`, major, load: () => loadAll(names, format) };
}

const filesOf1 = (name: string): string[] =>
  ["client/index.js", "server/mcp.js", "inMemory.js"].map((file) => `${name}/${file}`);

/** Every build that is tested: newest and oldest of each major, ESM and CommonJS. */
export const BUILDS: readonly Build[] = (["ESM", "CommonJS"] as const).flatMap((format) => [
  build("sdk 1.32.2", 1, filesOf1("@modelcontextprotocol/sdk"), format),
  build("sdk 1.12.0", 1, filesOf1("mcp-1-oldest"), format),
  build("client and server 2.4.0", 2, ["@modelcontextprotocol/client", "@modelcontextprotocol/server"], format),
  build("client and server 2.0.0", 2, ["mcp-2-oldest-client", "mcp-2-oldest-server"], format),
]);
