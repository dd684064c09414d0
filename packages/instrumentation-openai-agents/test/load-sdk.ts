// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as newest from "@openai/agents";

const require = createRequire(import.meta.url);

/** The newest version's types stand for all: what the tests use is the same in each. */
export type Sdk = typeof newest;

/** A build of one version. */
export interface Build {
  readonly title: string;
  load(): Promise<Sdk>;
}

const PACKAGES = [
  ["0.20", "@openai/agents"],
  ["0.8", "@openai/agents-8"],
  ["0.2, the oldest", "@openai/agents-oldest"],
] as const;

/** Each version as ESM and as CommonJS, loaded when asked for: an instrumentation has to be there first. */
export const BUILDS: readonly Build[] = PACKAGES.flatMap(([version, name]) => [
  { title: `${version}, ESM`, load: (): Promise<Sdk> => import(name) as Promise<Sdk> },
  { title: `${version}, CommonJS`, load: (): Promise<Sdk> => Promise.resolve(require(name) as Sdk) },
]);
