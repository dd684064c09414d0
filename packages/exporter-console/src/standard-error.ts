// SPDX-License-Identifier: Apache-2.0
import type { OutputStream } from "./terminal.ts";

/**
 * Standard error that outlives its reader.
 *
 * A closed pipe is an `error` event, and one that nobody listens for ends the program (Node 24: also from a
 * `Console`). It is listened for around our own writes only: what the program writes itself fails as before.
 */
export function standardError(): OutputStream {
  let writing = 0;
  const written = (): void => {
    writing -= 1;
    if (writing === 0) process.stderr.off("error", ignore);
  };
  return {
    write: (text) => {
      if (writing === 0) process.stderr.on("error", ignore);
      writing += 1;
      // The event comes after the callback.
      process.stderr.write(text, () => void setImmediate(written));
    },
    isTTY: process.stderr.isTTY,
    get columns() {
      return process.stderr.columns;
    },
  };
}

function ignore(): void {}
