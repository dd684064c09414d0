// SPDX-License-Identifier: Apache-2.0
// Builds every package in dependency order, two at a time (the machines this runs on have two cores).
import { spawnSync } from "node:child_process";

const result = spawnSync(
  "pnpm",
  ["--recursive", "--filter", "./packages/*", "--workspace-concurrency=2", "run", "build"],
  {
    stdio: "inherit",
  },
);
process.exit(result.status ?? 1);
