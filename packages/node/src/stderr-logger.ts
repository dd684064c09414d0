// SPDX-License-Identifier: Apache-2.0
import type { DiagLogger } from "@opentelemetry/api";

/** Writes what Outlay and the SDK have to say to stderr, one line each, so that the program's output stays its own. */
export function stderrLogger(): DiagLogger {
  const write = (message: string, ...details: unknown[]): void => {
    const rest = details.map((detail) => (typeof detail === "string" ? detail : JSON.stringify(detail)));
    process.stderr.write(`${[message, ...rest].join(" ")}\n`);
  };
  return { error: write, warn: write, info: write, debug: write, verbose: write };
}
