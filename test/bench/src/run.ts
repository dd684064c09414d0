// SPDX-License-Identifier: Apache-2.0
// Runs every benchmark in a process of its own and prints what they print. Nothing here fails on a slow machine.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const BENCHES = [
  { title: "A call, and a stream", file: "src/call.ts" },
  { title: "A span of somebody else's", file: "src/foreign-span.ts" },
  { title: "A prompt's fingerprint", file: "src/prompt.ts" },
  { title: "A price", file: "../../packages/pricing/bench/price.bench.ts" },
  { title: "Budgets", file: "../../packages/budget/bench/record.bench.ts" },
  { title: "Budgets in force", file: "../../packages/guard/bench/guard.bench.ts" },
  { title: "Start-up (built packages)", file: "src/startup.ts" },
  { title: "Memory over a million calls", file: "src/memory.ts", flags: ["--expose-gc"] },
];

for (const { title, file, flags = [] } of BENCHES) {
  console.log(`\n${title}`);
  spawnSync(process.execPath, ["--conditions=@outlay/source", ...flags, file], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: "inherit",
  });
}
