// SPDX-License-Identifier: Apache-2.0
// The preload: `node --require @outlay/node/register app.js`, or `--import`.
import { createRequire } from "node:module";

const OLDEST_NODE = [22, 15] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) {
  createRequire(import.meta.url)("#preload");
} else {
  process.stderr.write(
    `outlay: Node ${process.versions.node} is too old, ${OLDEST_NODE.join(".")} or newer is needed; nothing is traced\n`,
  );
}
