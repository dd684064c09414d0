// SPDX-License-Identifier: Apache-2.0
import type { Environment } from "./env-layer.ts";
import type { ConfigLayer } from "./layer.ts";
import type { Finding } from "./problem.ts";
import type { Place } from "./source-tree.ts";

/** Reads a file as text. Throws, as `readFileSync` does, when it cannot. */
export type ReadFile = (path: string) => string;

/** A configuration file that was read but not understood yet. */
export interface ConfigFileSource {
  /** Absolute; paths in the file are relative to its folder. */
  readonly path: string;
  /** As messages name it. */
  readonly name: string;
  readonly text: string;
  readonly env: Environment;
  readonly readFile: ReadFile;
}

/** What a configuration file says. */
export interface ConfigFileResult {
  readonly layer: ConfigLayer;
  readonly findings: readonly Finding[];
  /** Where it says which mode. */
  readonly mode?: Partial<Place> & { readonly file?: string };
}

/** The part that is loaded only when there is a file. */
export interface ConfigFileReader {
  readConfigFile(source: ConfigFileSource): ConfigFileResult;
}
