// SPDX-License-Identifier: Apache-2.0
import { findBinary } from "./npm-binary.ts";
import type { FoundBinary } from "./npm-binary.ts";

/** The oldest Node that Outlay runs on, and the newest of each line it is tested on. */
export const NODE_VERSIONS = ["22.15.0", "22.23.3", "24.21.0", "26.10.0"] as const;

/** A Node that Outlay does not run on, and leaves alone. */
export const OLD_NODE_VERSION = "20.20.2";

/** Finds a Node of a version. */
export async function findNode(version: string): Promise<FoundBinary> {
  if (process.versions.node === version) return { path: process.execPath };
  return findBinary({ packageName: `node-${process.platform}-${process.arch}`, version, file: "bin/node" });
}
