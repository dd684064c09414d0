// SPDX-License-Identifier: Apache-2.0
// The program `outlay`. Looks at the version of Node before anything is loaded that needs it.
import module from "node:module";
import v8 from "node:v8";

import { beginWithLessYoungSpace } from "./less-young-space.ts";
import { OLDEST_NODE, isNodeRecentEnough } from "./oldest-node.ts";

if (isNodeRecentEnough(process.versions.node)) {
  beginWithLessYoungSpace();
  // The same for what is old: V8 would let up to four times what is alive gather. It can be said at any time.
  v8.setFlagsFromString("--heap-growing-percent=50");
  module.enableCompileCache();
  // A reader that has seen enough, such as `head`, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  start().catch((error: unknown) => {
    process.stderr.write(
      `outlay: this is a defect of outlay itself: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = 2;
  });
} else {
  process.stderr.write(`outlay: got Node ${process.versions.node}, expected ${OLDEST_NODE} or newer\n`);
  process.exitCode = 2;
}

async function start(): Promise<void> {
  const { processIo, runCommand } = await import("./index.ts");
  process.exitCode = await runCommand(process.argv.slice(2), processIo());
}
