// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as agentModule from "@mastra/core/agent";
import type * as mastraModule from "@mastra/core/mastra";
import type * as toolsModule from "@mastra/core/tools";
import type * as workflowsModule from "@mastra/core/workflows";
import type * as observabilityModule from "@mastra/observability";

const require = createRequire(import.meta.url);

/** The newest version's types stand for all: what the tests use is the same in each. */
export type MastraModules = Pick<typeof agentModule, "Agent"> &
  Pick<typeof mastraModule, "Mastra"> &
  Pick<typeof toolsModule, "createTool"> &
  Pick<typeof workflowsModule, "createStep" | "createWorkflow"> &
  Pick<typeof observabilityModule, "Observability">;

/** A build of one version. */
export interface Build {
  readonly title: string;
  load(): Promise<MastraModules>;
}

const VERSIONS = [
  ["core 1.71", "@mastra/core", "@mastra/observability"],
  ["core 1.16, the oldest", "mastra-core-oldest", "mastra-observability-oldest"],
] as const;
const PARTS = ["agent", "mastra", "tools", "workflows"];

async function load(core: string, observability: string, read: (name: string) => unknown): Promise<MastraModules> {
  const names = [...PARTS.map((part) => `${core}/${part}`), observability];
  const modules = await Promise.all(names.map((name) => read(name)));
  return Object.assign({}, ...(modules as object[])) as MastraModules;
}

/** Each version as ESM and as CommonJS. */
export const BUILDS: readonly Build[] = VERSIONS.flatMap(([version, core, observability]) => [
  { title: `${version}, ESM`, load: () => load(core, observability, (name) => import(name)) },
  { title: `${version}, CommonJS`, load: () => load(core, observability, (name) => require(name) as unknown) },
]);
