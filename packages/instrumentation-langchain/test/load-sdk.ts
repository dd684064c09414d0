// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as manager from "@langchain/core/callbacks/manager";
import type * as chatModels from "@langchain/core/language_models/chat_models";
import type * as outputParsers from "@langchain/core/output_parsers";
import type * as prompts from "@langchain/core/prompts";
import type * as retrievers from "@langchain/core/retrievers";
import type * as runnables from "@langchain/core/runnables";
import type * as singletons from "@langchain/core/singletons";
import type * as tools from "@langchain/core/tools";
import type * as langgraph from "@langchain/langgraph";
import type * as prebuilt from "@langchain/langgraph/prebuilt";
import type * as pregel from "@langchain/langgraph/pregel";
import type * as openai from "@langchain/openai";
import type * as zod from "zod";

/** How a build is loaded. */
export type Format = "ESM" | "CommonJS";

/** The newest version's types stand for all; tests use what they have in common. */
export interface Sdk {
  readonly manager: typeof manager;
  readonly chatModels: typeof chatModels;
  readonly outputParsers: typeof outputParsers;
  readonly prompts: typeof prompts;
  readonly retrievers: typeof retrievers;
  readonly runnables: typeof runnables;
  readonly singletons: typeof singletons;
  readonly tools: typeof tools;
  readonly langgraph: typeof langgraph;
  readonly prebuilt: typeof prebuilt;
  readonly pregel: typeof pregel;
  readonly openai: typeof openai;
  readonly zod: typeof zod;
}

const MODULES: Readonly<Record<keyof Sdk, string>> = {
  manager: "@langchain/core/callbacks/manager",
  chatModels: "@langchain/core/language_models/chat_models",
  outputParsers: "@langchain/core/output_parsers",
  prompts: "@langchain/core/prompts",
  retrievers: "@langchain/core/retrievers",
  runnables: "@langchain/core/runnables",
  singletons: "@langchain/core/singletons",
  tools: "@langchain/core/tools",
  langgraph: "@langchain/langgraph",
  prebuilt: "@langchain/langgraph/prebuilt",
  pregel: "@langchain/langgraph/pregel",
  openai: "@langchain/openai",
  zod: "zod",
};

/** A version of `@langchain/core` with its neighbours of that time. */
export interface Version {
  readonly name: string;
  /** The package that has it installed. @defaultValue this one */
  readonly folder?: string;
  /** Whether LangGraph lets graphs and agents be named. */
  readonly namesGraphs: boolean;
  /** LangGraph reads a stream that was left to its end. */
  readonly readsOn?: true;
  /** LangChain itself never returns from a `break` out of `streamEvents()`. */
  readonly hangsWhenEventsAreLeft?: true;
}

/** Versions of `@langchain/core`: the newest and the oldest of both lines. */
export const VERSIONS: readonly Version[] = [
  {
    name: "@langchain/core 0.3.27",
    folder: "@outlay-test/langchain-0-oldest",
    namesGraphs: false,
    hangsWhenEventsAreLeft: true,
  },
  { name: "@langchain/core 0.3.80", folder: "@outlay-test/langchain-0", namesGraphs: true, readsOn: true },
  { name: "@langchain/core 1.1.48", folder: "@outlay-test/langchain-1-oldest", namesGraphs: true },
  { name: "@langchain/core 1.4.0", namesGraphs: true },
];

/** Every version in both formats. */
export const BUILDS: readonly { readonly version: Version; readonly format: Format }[] = VERSIONS.flatMap((version) =>
  (["ESM", "CommonJS"] as const).map((format) => ({ version, format })),
);

/** Loads one build: packages of a version find each other where that version is installed. */
export async function loadSdk({ folder }: Version, format: Format): Promise<Sdk> {
  const load = format === "ESM" ? await importerOf(folder) : requirerOf(folder);
  const modules: Partial<Record<string, unknown>> = {};
  // oxlint-disable-next-line no-await-in-loop -- loaded as a program loads them
  for (const [key, name] of Object.entries(MODULES)) modules[key] = await load(name);
  return modules as unknown as Sdk;
}

type Load = (name: string) => unknown;

async function importerOf(folder: string | undefined): Promise<Load> {
  return folder === undefined ? (name) => import(name) : ((await import(folder)) as { load: Load }).load;
}

function requirerOf(folder: string | undefined): Load {
  const require = createRequire(import.meta.url);
  return folder === undefined ? require : (require(folder) as { load: Load }).load;
}
