// SPDX-License-Identifier: Apache-2.0
// The preload: `node --require @outlay/node/register app.js`, or `--import`.

const OLDEST_NODE = [22, 15] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) {
  const load = loadPreload();
  if (load === undefined) complain("@outlay/node/register does not work inside a bundle, leave @outlay/node out of it");
  else load();
} else {
  complain(`Node ${process.versions.node} is too old, ${OLDEST_NODE.join(".")} or newer is needed`);
}

/** Finds the preload, which is not there where a bundler has moved this file. What the preload throws is meant to be thrown. */
function loadPreload(): (() => void) | undefined {
  try {
    // Imported, it would fail in bundles that cannot require, before anything could be said.
    const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);
    const path = require.resolve("#preload");
    return () => void require(path);
  } catch {
    return undefined;
  }
}

function complain(problem: string): void {
  process.stderr.write(`outlay: ${problem}; nothing is traced\n`);
}
