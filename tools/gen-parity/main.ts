// SPDX-License-Identifier: Apache-2.0
// Writes what the Collector's processor shares with the packages, and its parity vectors: pnpm run collector:generate
import { mkdirSync, writeFileSync } from "node:fs";

import { GENERATED_FILES, PROCESSOR } from "./generated-files.ts";

for (const [path, text] of Object.entries(GENERATED_FILES)) {
  const file = new URL(path, PROCESSOR);
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, text());
}
