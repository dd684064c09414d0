// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { packPackages } from "./pack.ts";
import { startRegistry } from "./registry.ts";

declare module "vitest" {
  /** What all test files are given. */
  export interface ProvidedContext {
    /** Registry that has the packed packages. */
    registryUrl: string;
  }
}

/** Packs the packages once for all test files and serves them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "outlay-e2e-packed-"));
  const registry = await startRegistry(await packPackages(folder));
  project.provide("registryUrl", registry.url);
  return async () => {
    await registry.close();
    await rm(folder, { recursive: true });
  };
}
