// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { UsageError } from "./usage-error.ts";

/**
 * Reads a file that the user named.
 *
 * @throws {UsageError} If it cannot be read.
 */
export function readTextFile(name: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, name), "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(`${name}: got a file that cannot be read (${code}), expected a readable file`);
  }
}
